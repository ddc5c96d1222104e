"""The desk: from a Dutch party's enquiry to what came of it.

    public form -> introduction request -> explained shortlist -> introduction -> answer
                -> outcome -> quarterly report

Read in this order: `enums` (the words), `workflow` (what may follow what), `models` (what is
stored), then the verbs `intake`, `shortlist`, `introductions`, `reports`. `matching` is pure:
values in, ranked candidates with reasons out. Whatever talks to people (`views`, `admin`,
`management/commands`) makes one domain call each.
"""
