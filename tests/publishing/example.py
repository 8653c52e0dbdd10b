"""A page that uses the whole vocabulary once, and notebooks that show it: what publishing is tested on, without data or models."""

import base64

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="320" height="60" viewBox="0 0 320 60">'
    '<text x="8" y="30" font-family="Source Sans 3" font-size="12">Trivsel</text><circle cx="240" cy="26" r="5" fill="#0b4f5c"/></svg>'
)


def picture(svg: str = SVG) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


FIGURE = (
    '<figure class="figure" id="fig-trivsel"><p class="figure-title">Sproget er gået frem</p>'
    f'<img alt="Trivsel 512 point" src="{picture()}"><figcaption>n = 512 børn</figcaption></figure>'
    '<div class="twin"><details><summary>Tallene som tabel</summary><table><caption>Trivsel i point</caption>'
    '<thead><tr><th scope="col">Område</th><th scope="col" class="num">Point</th></tr></thead>'
    '<tbody><tr><th scope="row">Trivsel</th><td class="num">512</td></tr><tr><th scope="row">Leg</th><td class="num">498</td></tr></tbody>'
    "</table></details></div>"
)
TABLE = (
    '<table id="tabel-svar"><caption>Hvem har svaret</caption><thead><tr><th scope="col">Gruppe</th>'
    '<th scope="col" class="num">Svar</th></tr>'
    '</thead><tbody><tr><th scope="rowgroup" rowspan="2">Børn</th><td class="num">512</td></tr><tr><td class="num">498</td></tr>'
    '<tr><td colspan="2">I alt</td></tr></tbody></table>'
)
BODY = (
    '<h2>Det vigtigste på én side</h2><div class="summary"><div class="box"><h3>Styrker</h3><ul><li>Trivsel</li></ul></div>'
    + "".join(f'<div class="box {kind}"><p>x</p></div>' for kind in ("strengths", "challenges", "changes", "others", "recommendations"))
    + "</div>"
    '<h2>Børnenes svar</h2><p class="lead">Ni ud af ti.</p>'
    '<p>Tegn: * _ # $ @ &lt;b&gt; ~ [x] "citat" \\ --- <strong>fed</strong> og <em>kursiv</em>, <span lang="en">evidence</span>,'
    ' 20<sup>2</sup>, H<sub>2</sub>O, <code>kode</code>, <a href="#fig-trivsel">figuren</a>.<br>Ny linje.</p>'
    f"<h3>Trivsel</h3>{FIGURE}{TABLE}"
    '<div class="callout caution"><p>Få svar.</p></div><blockquote><p>Citat</p></blockquote>'
    "<ol><li>Et<ul><li>a</li></ul></li></ol>"
    '<div class="recommendation"><h3>Tæl højt</h3><dl><dt>Derfor</dt><dd>24 point under.</dd></dl></div>'
    '<h2>Fra rapport til handling</h2><div class="authored"><p>Forord.</p><p class="byline">Af nogen</p></div>'
    '<div class="worksheet"><h3>Trin 1</h3><p>Hvad undrer I jer over?</p><div class="lines" data-lines="3"></div></div>'
    '<h3>Dialogkort</h3><div class="cards"><div class="card"><h4>Kort</h4><p>Hvad lykkes vi med?</p></div></div>'
    '<div class="page-break"></div><h2>Metode og forbehold</h2><p class="note">Slut.</p>'
)
CONTENT = f'<header class="cover"><h1>Læringsrapport for Billund Kommune 2019</h1><p>Kortlægning 2019</p></header>{BODY}'


def code(source: str, *tags: str):
    return new_code_cell(source, metadata={"tags": list(tags)})


def notebook(*cells):
    made = new_notebook(cells=list(cells), metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}})
    for number, cell in enumerate(made.cells):
        cell["id"] = f"cell-{number}"
    return made


def report_notebook(*more):
    """Opens its one file and shows the page, with the name it found there; ``more`` cells come last."""
    return notebook(
        code('shown = ""\nlanguage = "da"', "parameters"),
        code(
            "from IPython.display import HTML\nfrom analysis.disclosure.shown_file import read_shown\nrows, meta = read_shown(shown)\n"
            "name = (meta['centre'] or meta['network'] or meta['municipality'] or {'name': 'programmet'})['name']\nwave = meta['wave']"
        ),
        code("HTML(f'<header class=\"cover\"><h1>Rapport for {name} {wave}</h1></header>')"),
        code(f"HTML({BODY!r})"),
        *more,
    )


def analysis_notebook():
    return notebook(
        code('programme = "x"\nmunicipality = "y"\nwave = "2019"\nlanguage = "da"\nraw = ""\nout = ""', "parameters"),
        code("import pandas\npandas.DataFrame({'value': [1.0]}).to_parquet(out, index=False)\nfrom IPython.display import HTML"),
        code("HTML(f'<header class=\"cover\"><h1>Metoderapport {wave}</h1></header><h2>Tal</h2><p>Ingen</p>')"),
    )


def hand_made(source: str):
    """A Markdown cell."""
    return new_markdown_cell(source)
