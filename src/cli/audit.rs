//! `aftercare audit`: reports contradictions.

use std::{
    io::{self, BufWriter, IsTerminal, Write},
    path::PathBuf,
    process::ExitCode,
};

use aftercare::{
    contradiction::{Audit as Found, DETECTORS, Detector, Finding, Fingerprint, Options, Sources, Surroundings},
    error::{Error, ErrorKind},
    lexicon::Lexicon,
    model::{ContradictionKind, Name, Severity},
    pipeline::{Corpus, Reading},
    report::{self, FORMS, Given, Readings, Report},
    settings::{self, Baseline, Changes, Date, Settings, Waiver, Waivers, Waiving},
};
use anyhow::{Context, Result, bail};
use clap::{Args, builder::PossibleValuesParser};
use rayon::prelude::*;

use super::input::Input;

/// Reports where documents contradict each other or themselves
#[derive(Debug, Args)]
pub struct Audit {
    #[command(flatten)]
    pub comparing: Comparing,
    /// The form of the report
    #[arg(long, default_value = FORMS[0].name, value_parser = PossibleValuesParser::new(FORMS.iter().map(|f| f.name)))]
    format: String,
    /// Exit with 1 where a finding is at least as severe
    #[arg(long, value_name = "SEVERITY", value_parser = severity)]
    fail_on: Option<Severity>,
    /// Report only this kind; can be given several times
    #[arg(long, value_name = "KIND", value_parser = PossibleValuesParser::new(DETECTORS.iter().map(|d| d.name)))]
    kind: Vec<String>,
    /// Report only this procedure and what is narrower; can be given several times
    #[arg(long, value_name = "ID")]
    procedure: Vec<String>,
    /// List the pairs that tempt and are no contradiction, with the reason (with --format text, json or markdown)
    #[arg(long)]
    show_compatible: bool,
    /// Show who holds what on every activity (with --format markdown or json)
    #[arg(long)]
    matrix: bool,
    /// Let be what this baseline knows
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write a baseline of what is found, and report nothing
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
    /// Say in words what changed since this baseline, instead of the report
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
}

/// What is compared, and how: the same for `audit` and `explain`.
#[derive(Debug, Clone, Args)]
pub struct Comparing {
    #[command(flatten)]
    pub input: Input,
    /// The procedure of documents that name none
    #[arg(long, value_name = "ID")]
    assume_procedure: Option<String>,
    /// Compare every document with this one only (a document's id or the end of its path)
    #[arg(long, value_name = "DOCUMENT")]
    against: Option<String>,
    /// The settings [default: aftercare.toml in the working folder or above]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// The waivers [default: aftercare-waivers.toml beside the settings]
    #[arg(long, value_name = "FILE")]
    waivers: Option<PathBuf>,
    /// The day to judge waivers by [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", hide = true)]
    today: Option<String>,
}

/// What was compared and found.
pub struct Compared {
    pub lexicon: Lexicon,
    pub settings: Settings,
    pub corpus: Corpus,
    pub found: Found,
    /// The findings that are let be, with their waivers.
    pub waived: Vec<(Finding, Waiver)>,
}

/// The file of waivers, where the settings name none.
const WAIVERS: &str = "aftercare-waivers.toml";

fn severity(text: &str) -> Result<Severity, String> {
    serde_json::from_value(text.into()).map_err(|_| "one of minor, moderate, major, critical".to_owned())
}

/// Runs the command.
pub fn run(arguments: &Audit) -> Result<ExitCode> {
    let form = report::form(&arguments.format).context("an unknown format")?;
    if arguments.matrix && !form.has_matrix {
        bail!("--matrix is for --format {}", report::names(|f| f.has_matrix));
    }
    if arguments.show_compatible && !form.has_compatible {
        bail!("--show-compatible is for --format {}", report::names(|f| f.has_compatible));
    }
    let options = Options {
        keep_compatible: arguments.show_compatible,
        keep_topics: arguments.matrix || arguments.since.is_some() || arguments.write_baseline.is_some(),
        ..Options::default()
    };
    let mut compared = arguments.comparing.compare(options)?;
    if let Some(path) = &arguments.write_baseline {
        Baseline::of(&compared.found).save(path)?;
        return Ok(super::status(&compared.corpus));
    }
    if let Some(path) = &arguments.since {
        anstream::print!("{}", Changes::since(&Baseline::load(path)?, &compared.found));
        return Ok(super::status(&compared.corpus));
    }
    narrow(arguments, &mut compared)?;
    let baseline = arguments.baseline.as_ref().or(compared.settings.audit.baseline.as_ref());
    let before = compared.found.findings.len();
    if let Some(path) = baseline {
        let baseline = Baseline::load(path)?;
        compared.found.findings.retain(|f| !baseline.knows(&f.ids));
    }
    let known = before - compared.found.findings.len();
    print(arguments, &compared, known)?;
    Ok(code(arguments, &compared))
}

/// Leaves only what the command line asks for.
fn narrow(arguments: &Audit, compared: &mut Compared) -> Result<()> {
    compared.settings.narrow(&mut compared.found, &compared.lexicon);
    let procedures = &compared.lexicon.procedures;
    for procedure in &arguments.procedure {
        if procedures.get(procedure).is_none() {
            bail!("there is no procedure {procedure:?}; `aftercare lexicon list` names them");
        }
    }
    let wanted = |d: &&Detector| arguments.kind.iter().any(|k| k == d.name);
    let kinds: Vec<ContradictionKind> = DETECTORS.iter().filter(wanted).map(|d| d.kind).collect();
    compared.found.findings.retain(|f| {
        let c = &f.contradiction;
        (kinds.is_empty() || kinds.contains(&c.kind))
            && (arguments.procedure.is_empty()
                || arguments.procedure.iter().any(|p| procedures.is_within(&c.procedure, p)))
    });
    Ok(())
}

fn print(arguments: &Audit, compared: &Compared, known: usize) -> Result<()> {
    let evidence = Readings::new(&compared.corpus.readings);
    let stdout = io::stdout();
    let color = stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    let report = Report {
        color,
        show_compatible: arguments.show_compatible,
        matrix: arguments.matrix,
        waived: compared.waived.len(),
        known,
        given: Some(Given {
            read: compared.corpus.readings.len(),
            aside: &compared.corpus.aside,
            failed: &compared.corpus.failed,
            notes: &compared.corpus.notes,
        }),
        ..Report::new(&compared.found, &evidence)
    };
    let form = report::form(&arguments.format).context("an unknown format")?;
    let mut out = BufWriter::new(stdout.lock());
    (form.write)(&report, &mut out)?;
    Ok(out.flush()?)
}

/// 2 where a document could not be read, 1 with findings that fail, or else 0.
fn code(arguments: &Audit, compared: &Compared) -> ExitCode {
    let fail_on = arguments.fail_on.or(compared.settings.audit.fail_on).unwrap_or(Severity::Minor);
    let fails = compared.found.findings.iter().any(|f| f.contradiction.severity >= fail_on);
    if !compared.corpus.failed.is_empty() {
        super::status(&compared.corpus)
    } else if fails {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    }
}

impl Comparing {
    /// Reads and compares the documents, and takes out what is waived.
    pub fn compare(&self, mut options: Options) -> Result<Compared> {
        let mut lexicon = self.input.load_lexicon()?;
        let (mut settings, folder) = self.settings(&mut lexicon)?;
        let mut corpus = self.input.read(&lexicon)?;
        self.assume(&lexicon, &mut corpus)?;
        options.tolerance = settings.audit.tolerance_seconds;
        options.against = self.reference(&settings, &corpus)?;
        if self.against.is_none() {
            settings.find_references(&|wanted| find(&corpus, wanted))?;
        }
        let documents: Vec<&Name> = corpus.readings.iter().map(|r| &r.document.id).collect();
        let unused = settings.unused(&documents);
        self.note(unused, &mut corpus.notes);
        options.sources = sources(&corpus.readings, &lexicon);
        options.surroundings = Surroundings::of(&corpus.readings, &lexicon, options.keep_compatible);
        let rules: Vec<_> = corpus.rules().collect();
        let mut found = settings::audit(&rules, &lexicon, &settings, &options);
        let Waiving { waived, notes } = self.waive(&settings, &folder, &mut found)?;
        self.note(notes, &mut corpus.notes);
        Ok(Compared { lexicon, settings, corpus, found, waived })
    }

    fn settings(&self, lexicon: &mut Lexicon) -> Result<(Settings, PathBuf)> {
        let here = std::env::current_dir()?;
        let Some(path) = self.config.clone().or_else(|| Settings::find(&here)) else {
            return Ok((Settings::default(), here));
        };
        let folder = path.parent().map(PathBuf::from).unwrap_or_default();
        Ok((Settings::load(&path, lexicon)?, folder))
    }

    fn assume(&self, lexicon: &Lexicon, corpus: &mut Corpus) -> Result<()> {
        let Some(procedure) = &self.assume_procedure else { return Ok(()) };
        if lexicon.procedures.get(procedure).is_none() {
            bail!("there is no procedure {procedure:?}; `aftercare lexicon list` names them");
        }
        let name = Name::from(procedure.as_str());
        let rules = corpus.readings.iter_mut().flat_map(|r| &mut r.rules);
        rules.filter(|r| r.procedure.is_empty()).for_each(|r| r.procedure.push(name.clone()));
        Ok(())
    }

    /// The id of the document that all others are compared with.
    fn reference(&self, settings: &Settings, corpus: &Corpus) -> Result<Option<Name>> {
        let Some(wanted) = self.against.as_ref().or(settings.audit.against.as_ref()) else { return Ok(None) };
        let Some(found) = find(corpus, wanted) else {
            let error = Error::new(ErrorKind::Config, format!("no document {wanted:?} to compare with was read"));
            let place = settings.audit.against_place.as_ref().filter(|_| self.against.is_none());
            return Err(match place {
                Some((path, line)) => error.at(path).line(*line).into(),
                None => error.into(),
            });
        };
        Ok(Some(found))
    }

    fn waive(&self, settings: &Settings, folder: &std::path::Path, found: &mut Found) -> Result<Waiving> {
        let beside = Some(folder.join(WAIVERS)).filter(|p| p.is_file());
        let Some(path) = self.waivers.clone().or_else(|| settings.audit.waivers.clone()).or(beside) else {
            return Ok(Waiving::default());
        };
        let today = match &self.today {
            Some(day) => Date::parse(day).with_context(|| format!("{day:?} is no date"))?,
            None => Date::of_timestamp(jiff::Timestamp::now()),
        };
        Ok(Waivers::load(&path)?.apply(found, today)?)
    }

    /// Says what was noted of the settings, and keeps it for the report.
    fn note(&self, notes: Vec<Error>, kept: &mut Vec<Error>) {
        for note in notes.iter().filter(|_| !self.input.quiet) {
            anstream::eprintln!("note: {note}");
        }
        kept.extend(notes);
    }
}

/// The id of the document of a name: its id, or the end of its path.
fn find(corpus: &Corpus, wanted: &str) -> Option<Name> {
    let is_it = |r: &&Reading| r.document.id == wanted || r.document.source.ends_with(wanted);
    corpus.readings.iter().find(is_it).map(|r| r.document.id.clone())
}

/// Which documents and passages are copies of each other.
fn sources(readings: &[Reading], lexicon: &Lexicon) -> Sources {
    let copies = &lexicon.comparison.copies;
    let print = |r: &Reading| (r.document.id.clone(), Fingerprint::of(&r.document, &r.rules, copies));
    let fingerprints: Vec<(Name, Fingerprint)> = readings.par_iter().map(print).collect();
    Sources::of(&fingerprints, copies)
}
