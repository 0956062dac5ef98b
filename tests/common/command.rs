//! Running the program.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

/// What a run printed, and how it ended.
#[derive(Debug)]
pub struct Output {
    pub stdout: String,
    pub stderr: String,
    /// The exit status, or none where a signal ended it.
    pub status: Option<i32>,
}

/// The program, to be run from the root of the checkout with nothing of the user's own settings. `AFTERCARE_PROGRAM` names
/// another build of it.
pub fn program() -> Command {
    let built = || env!("CARGO_BIN_EXE_aftercare").into();
    let mut command = Command::new(std::env::var_os("AFTERCARE_PROGRAM").unwrap_or_else(built));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    for name in ["AFTERCARE_INDEX", "RAYON_NUM_THREADS", "CLICOLOR_FORCE", "RUST_BACKTRACE", "COLUMNS"] {
        command.env_remove(name);
    }
    command.env("NO_COLOR", "1");
    command
}

/// Runs the program with arguments and standard input.
pub fn aftercare(arguments: &[impl AsRef<std::ffi::OsStr>], input: &[u8]) -> Output {
    with(arguments, input, &[])
}

/// The same with variables of the environment.
pub fn with(arguments: &[impl AsRef<std::ffi::OsStr>], input: &[u8], variables: &[(&str, &str)]) -> Output {
    let mut command = program();
    command.args(arguments).envs(variables.iter().copied());
    finish(command, input)
}

/// Runs a command to its end.
pub fn finish(mut command: Command, input: &[u8]) -> Output {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A program that does not read its input closes the pipe.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Output {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        status: output.status.code(),
    }
}

/// A path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
