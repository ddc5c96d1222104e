"""The project: settings, addresses, the staff site and the people who sign in to it.

Outermost of all packages: it knows `contacts` (the desk) and `clusters` (the register);
neither of them imports it.
"""
