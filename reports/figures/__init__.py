"""The computed figures. A page, a file and a paper that show one call the same function.

``cells`` counts and sums · ``attack``, ``suppression`` small numbers · ``units periods dimensions``
words · ``counting populations measures`` queries · ``registry`` all of them · ``reading`` as
published or as now · ``publishing`` once and for good · ``sheets plots tables`` on paper.
"""
