"""The register: French pôles de compétitivité as their sources describe them.

A pôle (`Cluster`) is an association of firms, research and training bodies around a theme in a
territory. Everything the register states carries a source and a date, so that it can be read as
it stood on any day: names, regions, labels, lines, members, figures. This app knows nothing of
enquirers or requests; the desk (`contacts`) may import it, never the other way round.
"""
