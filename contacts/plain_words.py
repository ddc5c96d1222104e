"""Words of every enquiry in Dutch, French and English: they say nothing of a subject.

Left out of the list of words that no theme knows, where they would hide the ones that matter.
"""

from clusters.folding import fold

_DUTCH = """
aan aanbieden aanbod aandacht aangezien aanpak aantal aanvraag acht achter actief afgelopen afspraak al
alle alleen allemaal alles als altijd alvast ander andere anders bedoeld bedrijf bedrijven beetje begin
beginnen begrijpen behoefte beide bekend bel bellen beschikbaar beschikken bestaan bestaande beste betreft
betrekking bezig bezoek bieden bij bijdrage bijvoorbeeld binnen brengen contact contacten daar daarbij
daarmee daarna daarom daarvoor dag dank dat deel deelnemers deze dezelfde dienst diensten dingen doel doen
door doorgaan draaien drie echt een eerder eerlijk eerste eigen elk elke en enige enkele ergens ervaring
even fase financiering frankrijk frans franse gaan gaat geachte gebied gebruik gebruiken gebruikt geen
gegevens gehad geholpen geld geleden gelukkig gemaakt genoeg gericht geschikt gesprek geven geworden goed
goede goedemiddag goedemorgen graag groep groet groeten groot grote haar hadden hallo hartelijk hebben
heeft heel helaas hele helpen helpt hem hen het hier hierbij hoe hoeft hoeveel hoeven hoge hoop horen
huidige huis hun iedere iemand iets informatie ingezet inmiddels innovatie innovatief innovatieve
instelling instellingen interessant interesse ja jaar jaren jullie kader kan kennen kennis kennismaken
kijkt klant klanten klein kleine komen komende komst komt koppelen kort korte kosten krijgen kunnen kwam
laat laatste land lang langs later leiden leren leveren lid liggen ligt lijkt logisch loopt lopende maakt
maand maanden maar mail maken man manier markt med mee meent meer meest mensen met middel middelen mij
mijn minder misschien moet moeten mogelijk mogelijke mogelijkheden momenteel na naam naar naast nadruk
namelijk nederland nederlands nederlandse negen nemen net netwerk niet niets nieuw nieuwe nodig nog nood nu
ofwel omdat onder onderneming ondersteuning onderzoek ongeveer ons ontstaan ontwikkeld ontwikkelde ontwikkelen
ontwikkeling onze ook op opgericht oplossing oplossingen opzetten organisatie organisaties oud over
overleg paar partij partijen partner partners past per plaats plan plannen praktijk precies probleem
product producten productie project projecten punt reeds resultaat resultaten richten richting rond samen
samenwerken samenwerking sinds snel soort specifiek staan staat stap starten stellen steun sturen stuur
systeem team technologie tegen termijn terwijl testen thema tien tijd tijdens tot totaal traject tussen
twee uit uitbreiden uiteraard uur vaak van vanuit vanwege veel verder vereist verkennen verkopen
verschillende verzoek via vier vijf vinden vindt voelt voldoende volgende volledig voor vooral voordat
voorkeur vorig vorige vraag vragen vriendelijke waar waarbij waarin waarmee waarom waarvan wanneer want
wat week weer weg weinig welk welke welkom werk werken werkt werkzaam weten wie wij wil willen worden
wordt zal zeer zeggen zegt zelf zes zeven zich zien zijn zit zitten zoals zodat zoek zoeken zoekt zonder
zorgen zou zouden zullen
"""
_FRENCH = """
afin aider ainsi alors annee annees apres assez attente aucun aujourd aupres aussi autre autres avant avec
avoir avons bas beaucoup besoin besoins bien bonjour bonne cadre car cela celle celui cependant certain
certaines certains ces cette chaque cherche cherchons chez cinq client clients collaboration collaborer
collection comme comment communication competences concernant connaissance connaitre contact contacter
contacts contre convient cordialement cours createur creation dans deplacer depuis dernier derniere des
deux developpe developpement developper developpons devra disponible disponibles disposons distinguees dix
doit doivent domaine donc donnees dont elle elles encore enfin ensemble ensuite entre entreprise
entreprises equipe essai etaient etait etape etes etranger etre etude eux experience facon faire fait faut
financement fois fonction fort francais francaise francaises france gens grace grand grande groupe hui
huit ici idee informations innovant innovante innovation interesse interessee jour jours jusqu juste leur
leurs lors madame mais marche meilleures meme memes merci mettre mieux mise moins mois monsieur moyen
neerlandais neerlandaise neuf niveau nombre nombreux non nos notamment notre nous nouveau nouvel nouvelle
nouvelles obtenir offrir ont organisation organisations par parce parler partenaire partenaires
partenariat parties partir pas pays pendant permet permettre personne personnes petit petite peu peut
peuvent phase place plus plusieurs point pole poles possible pour pourrait pouvez pouvons premier premiere
pres presenter prochain prochaine produire produit produits professionnels programme projet projets
proposer propre puis quand que quel quelle quelles quelque quelques quels question qui quoi rapide realise
recherche recherchons rencontrer reponse reseau resultats rien salutations sans selon sept sera serait
service services seul seulement si six sociale societe soit solution solutions sommes son sont souhaite
souhaitons sous souvent sujet sur surtout systeme tant technologie telle tels temps toujours tous tout
toute toutes travail travaille travailler travaillons tres trois trouver type une utilisation utilise
utiliser vers veuillez via vient visite voir vos votre voudrions vous
"""
_ENGLISH = """
able about above access across actually additional after again against ago all allow almost along already
also although always among amount another any anyone anything apart approach are area around asked
available away based because become been before behind being below best better between both bring build
building built business but call came can case certain client clients close closes collaborate
collaboration collaborators come companies company connect contact contacts could counterparts country
current currently customer customers data day days dear deep develop developed developing development
different does doing done down due during dutch each early easy eight either else end enough especially
etc even ever every everyone everything example existing expect experience expertise far few field find
first five focus follow following for found four france french from full funding further general get
getting give given glad going good got great group had hand happy has have having hello help here hers
high him his hope how however idea important inform information innovation innovative instead institute
institutes interested interesting into introduce introduced introduction its itself job just keep kind
know known large last late later latest learn least less let level like likely line little local long look
looking lot made main mainly make making many market matter may maybe mean meet meeting meetings might
mind month months more most much must name namely near nearly need needed needs netherlands network never
new next nine nobody nor not nothing now number off offer offering often once one only onto open
opportunity option order organisation organisations organization other others our out over own paper part
particular partner partners partnership party people per perhaps phase place plan planning platform please
point possible present previous probably problem process product production products program programme
project projects promising provide put question questions quite rather ready real really reason regard
regards region related relevant research result results right run running said same say search second see
seek seeking seem seen seven several shall share she short should show side similar since sincerely single
six small software solution solutions some somebody someone something soon sort special specific speed
stage start started startup step still study such suitable support sure system take taken talk team
technology tell ten than thank thanks that their them then there therefore these they thing things think
third this those though three through thus time together too took toward towards trial try trying two type
under units until upon use used useful user users using various very via visit want wants warm was way
ways week weeks well went were what when where whether which while who whole whom whose why will with
within without work worked working works world would year years yes yet you your yours
"""

PLAIN_WORDS = frozenset(fold(word) for words in (_DUTCH, _FRENCH, _ENGLISH) for word in words.split())
