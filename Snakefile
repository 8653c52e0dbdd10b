# The flow, stage by stage (docs/architecture.md, section 2). Snakemake alone decides what is stale; `make reports` is its front door.
# Outputs are the files themselves. Content is compared by checksum; the library's source, which Snakemake cannot see, is hashed into `params`
# by the rooms a stage rests on. What was asked for (ONLY=, FORMATS= ...) narrows the outputs and is no reason to make anything again.
# `resources` bound a job's memory (MB) and time (minutes) on a cluster: docs/scaling.md.
import shlex
import sys
from pathlib import Path

from analysis.parameters import Layout, load_parameters
from analysis.publishing.flow import Flow
from analysis.publishing.plan import plan, render_jobs
from analysis.publishing.selection import select

PROGRAMME = config["programme"]
RAW = str(config.get("raw", ""))
SELECTION = {key: str(config.get(key, "")) for key in ("only", "report", "language", "formats")}

PARAMETERS = load_parameters(Path("."), PROGRAMME)
LAYOUT = Layout(Path(""), PROGRAMME, Path(RAW) if RAW else None)
FLOW = Flow(PARAMETERS, LAYOUT)
DEFAULT = PARAMETERS.programme.languages[0]
JOBS = render_jobs(plan(PARAMETERS, select(PARAMETERS, **SELECTION)))
STAGED = LAYOUT.staged  # reports/ is filled from here when everything has been looked at: `analysis.publishing.placing`
LOGS = LAYOUT.processed / "logs"

STAGE = f"{shlex.quote(sys.executable)} -m analysis stage"
COMMON = shlex.join(["--programme", PROGRAMME, *(["--raw", RAW] if RAW else [])])
CHOSEN = shlex.join([word for key in ("only", "formats") if SELECTION[key] for word in (f"--{key}", SELECTION[key])])


wildcard_constraints:
    municipality=r"[a-z0-9-]+",
    wave=r"[a-z0-9]+",


rule all:
    input: [path for job in JOBS for report in job.reports for path in report.files(STAGED, DEFAULT)]


rule everyones_responses:
    input: [path for place, wave in FLOW.waves for path in (LAYOUT.forms(place, wave), LAYOUT.responses(place, wave))]


if FLOW.simulated:
    rule simulate:
        input: LAYOUT.parameters / "simulation.yml", FLOW.settings()
        output: FLOW.all_raw()
        params: code=FLOW.code("simulate")
        resources: mem_mb=2000, runtime=60
        log: LOGS / "simulate.log"
        shell: "{STAGE} simulate {COMMON} > {log} 2>&1"


rule responses:
    input:
        raw=lambda wildcards: FLOW.raw(wildcards.municipality, wildcards.wave),
        settings=lambda wildcards: FLOW.settings(wildcards.municipality),
        before=lambda wildcards: FLOW.before(wildcards.municipality, wildcards.wave),
        corrections=lambda wildcards: FLOW.corrections(wildcards.municipality, wildcards.wave),
        withdrawn=FLOW.withdrawn(),
    output:
        forms=LAYOUT.forms("{municipality}", "{wave}"),
        responses=LAYOUT.responses("{municipality}", "{wave}"),
        flow=LAYOUT.flow("{municipality}", "{wave}"),
        people=LAYOUT.people("{municipality}", "{wave}"),
        participation=LAYOUT.participation("{municipality}", "{wave}"),
        checks=LAYOUT.checks("{municipality}", "{wave}"),
    params: code=FLOW.code("responses")
    resources: mem_mb=2000, runtime=60
    log: LOGS / "responses" / "{municipality}-{wave}.log"
    shell: "{STAGE} responses {COMMON} --municipality {wildcards.municipality} --wave {wildcards.wave} > {log} 2>&1"


rule scores:
    input:
        data=[LAYOUT.forms("{municipality}", "{wave}"), LAYOUT.responses("{municipality}", "{wave}")],
        norms=FLOW.norms(),
        settings=lambda wildcards: FLOW.settings(wildcards.municipality),
    output: LAYOUT.scores("{municipality}", "{wave}")
    params: code=FLOW.code("scores")
    resources: mem_mb=2000, runtime=60
    log: LOGS / "scores" / "{municipality}-{wave}.log"
    shell: "{STAGE} scores {COMMON} --municipality {wildcards.municipality} --wave {wildcards.wave} > {log} 2>&1"


rule programme_facts:
    input:
        data=lambda wildcards: FLOW.for_facts(wildcards.wave),
        settings=FLOW.settings(),
    output: LAYOUT.facts("{wave}")
    params: code=FLOW.code("facts")
    resources: mem_mb=4000, runtime=60
    log: LOGS / "facts" / "{wave}.log"
    shell: "{STAGE} facts {COMMON} --wave {wildcards.wave} > {log} 2>&1"


rule estimates:
    input:
        data=lambda wildcards: FLOW.for_estimates(wildcards.municipality, wildcards.wave),
        settings=lambda wildcards: FLOW.settings(wildcards.municipality),
    output:
        estimates=LAYOUT.estimates("{municipality}", "{wave}"),
        notebook=LAYOUT.estimates("{municipality}", "{wave}").with_suffix(".ipynb"),
    params: code=FLOW.code("estimates")
    resources: mem_mb=2000, runtime=60
    log: LOGS / "estimates" / "{municipality}-{wave}.log"
    shell: "{STAGE} estimates {COMMON} --municipality {wildcards.municipality} --wave {wildcards.wave} > {log} 2>&1"


# The number of files a round's reports need differs from round to round, so these rules are written out, one each.
# A round is a municipality's wave, a municipality over all its waves (wave "") or the programme's wave (municipality "").
for ROUND in sorted({job.about for job in JOBS}):
    if FLOW.shown(ROUND):
        rule:
            name: f"shown_{ROUND.handle}".replace("-", "_")
            input:
                estimates=FLOW.for_shown(ROUND),
                settings=FLOW.settings(ROUND.municipality or None) + FLOW.people(ROUND.municipality),
            output: FLOW.shown(ROUND)
            params: code=FLOW.code("shown"), place=ROUND.municipality, wave=ROUND.wave
            resources: mem_mb=2000, runtime=60
            log: LOGS / "shown" / f"{ROUND.handle}.log"
            shell: "{STAGE} shown {COMMON} --municipality='{params.place}' --wave='{params.wave}' > {log} 2>&1"


for JOB in JOBS:
    rule:
        name: f"render_{JOB.key}"
        input:
            data=sorted({report.shown(LAYOUT) or LAYOUT.estimates(JOB.about.municipality, JOB.about.wave).with_suffix(".ipynb")
                         for report in JOB.reports}),
            flow=FLOW.flows(JOB.about),
            notebook=FLOW.notebook(JOB.report),
        output: [path for report in JOB.reports for path in report.files(STAGED, DEFAULT)]
        params: code=FLOW.code("render"), report=JOB.report, place=JOB.about.municipality, wave=JOB.about.wave, language=JOB.language
        threads: 2 if len(JOB.reports) > 3 else 1
        resources: mem_mb=4000 if JOB.report == "method-report" else 2000, runtime=60
        log: LOGS / "render" / f"{JOB.key}.log"
        shell:
            "{STAGE} render {COMMON} {CHOSEN} --report {params.report} --municipality='{params.place}' --wave='{params.wave}' "
            "--language {params.language} --threads {threads} > {log} 2>&1"
