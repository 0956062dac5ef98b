//! The command `aftercare`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::run()
}
