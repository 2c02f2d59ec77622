//! The `mikomi` command.

fn main() -> std::process::ExitCode {
    mikomi::cli::main()
}
