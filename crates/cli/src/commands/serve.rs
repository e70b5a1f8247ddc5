//! `counterflow serve`: the web app and the API.

use crate::context::Context;
use crate::failure::Failure;
use clap::Args;
use counterflow_evidence::diagnostics::Problem;
use counterflow_server::session_engine::SessionEngine;
use counterflow_server::{Limits, Server, ServerError};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

/// Options of `serve`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Examples:
  counterflow serve
  counterflow serve --port 0                     any free port
  counterflow serve --address 0.0.0.0 --token 6f1c0e6e9d0b4a5c

The server listens on this machine only. Another address needs a token, which clients send as
`Authorization: Bearer TOKEN`; open the web app with #token=TOKEN at the end of its address.
Traffic is not encrypted. /api/openapi.json describes the API. The server opens no connection
of its own.")]
pub struct ServeArguments {
    /// Port; 0 takes a free one
    #[arg(long, value_name = "PORT", default_value_t = 8642)]
    port: u16,
    /// Address to listen on
    #[arg(long, value_name = "IP", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// Name under which other machines ask; may be repeated
    #[arg(long, value_name = "NAME")]
    host: Vec<String>,
    /// Token that clients must send; needed where other machines can reach the address
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,
}

/// Runs the command; it ends with the process.
pub fn execute(options: &ServeArguments, context: &Context<'_>) -> Result<(), Failure> {
    let server = Server::bind(SocketAddr::new(options.address, options.port), &options.host, options.token.clone())
        .map_err(|error| problem(&error))?;
    let engine = SessionEngine::new(context.session()?, context.source.clone(), context.validation_data());
    context.terminal.remark(&format!("Counterflow is at http://{}/ (Ctrl-C ends it)", server.address()));
    server.run(Arc::new(engine), Limits::default()).map_err(|error| problem(&error).into())
}

fn problem(error: &ServerError) -> Problem {
    let problem = Problem::new("E0808", error.to_string());
    match error {
        ServerError::Access(_) => problem.expect("a loopback address, or --token with at least 16 characters"),
        ServerError::Io { .. } => problem.expect("a free port of this machine (--port 0 takes any)"),
    }
}
