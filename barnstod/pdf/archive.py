"""One file that is both for the archive (PDF/A-2a) and for every reader (PDF/UA-1).

WeasyPrint writes the name of one standard. A file may bear both, if its metadata also explains the
second name, which the first does not know (ISO 19005-2, 6.6.2.3; ISO 14289-1, 5).
"""

VARIANT = "pdf/a-2a"
END = b"</rdf:RDF>"
ACCESSIBLE_TOO = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file keeps to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def name_both_standards(pdf) -> None:
    """Write the name of PDF/UA-1 beside that of PDF/A in the metadata of ``pdf``."""
    (metadata,) = (
        item for item in pdf.objects if getattr(item, "extra", {}).get("Type") == "/Metadata"
    )
    before = b"".join(metadata.stream)
    metadata.stream = [before.replace(END, ACCESSIBLE_TOO + END, 1)]
