"""What a header cell heads, a column or a row: WeasyPrint leaves it out of the tags.

It does link each data cell to its headers; but readers that go by scope hear nothing, and the
heading above a column of row headings would be linked to no cell at all.
"""

import pydyf


def give_headers_a_scope(document, pdf) -> None:
    """Set the scope of each header cell: a column in a table's head, elsewhere a row."""
    elements = {
        item.reference: item
        for item in pdf.objects
        if isinstance(item, pydyf.Dictionary) and item.get("Type") == "/StructElem"
    }
    for cell in elements.values():
        if cell["S"] == "/TH":
            section = elements[elements[cell["P"]]["P"]]
            cell["A"]["Scope"] = "/Column" if section["S"] == "/THead" else "/Row"
