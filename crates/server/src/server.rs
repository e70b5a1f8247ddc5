//! Binds an address and serves.

use crate::api::router;
use crate::engine::Engine;
use crate::guard::{Access, AccessError};
use crate::limits::Limits;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

/// Why a server cannot be opened, or ended.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// The address is not to be opened.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// The address cannot be bound, or the connection to the system was lost.
    #[error("{address}: {source}")]
    Io {
        /// The address.
        address: SocketAddr,
        /// The system's reason.
        source: io::Error,
    },
}

/// A server that holds its address and does not answer yet.
#[derive(Debug)]
pub struct Server {
    runtime: Runtime,
    listener: TcpListener,
    address: SocketAddr,
    access: Access,
}

impl Server {
    /// Holds the address; port 0 takes a free one. `names` are further names under which it may be asked.
    ///
    /// # Errors
    /// An address that cannot be had, or that needs a token.
    pub fn bind(address: SocketAddr, names: &[String], token: Option<String>) -> Result<Self, ServerError> {
        // The check comes before the port is opened.
        Access::new(address, names, token.clone())?;
        let fault = |source| ServerError::Io { address, source };
        let runtime = Builder::new_multi_thread().enable_all().build().map_err(fault)?;
        let listener = runtime.block_on(TcpListener::bind(address)).map_err(fault)?;
        let bound = listener.local_addr().map_err(fault)?;
        Ok(Self { access: Access::new(bound, names, token)?, runtime, listener, address: bound })
    }

    /// Where it is.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until the process ends.
    ///
    /// # Errors
    /// The system takes the listener away.
    pub fn run(self, engine: Arc<dyn Engine>, limits: Limits) -> Result<(), ServerError> {
        let Self { runtime, listener, address, access } = self;
        let service = router(engine, access, limits);
        let served = runtime.block_on(async { axum::serve(listener, service).await });
        served.map_err(|source| ServerError::Io { address, source })
    }
}
