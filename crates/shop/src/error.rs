//! Why a shop does not open.

use homekept::catalogue::CatalogueError;

/// Why a shop does not open.
#[derive(Debug)]
#[non_exhaustive]
pub enum ShopError {
    /// Another program listens on the port.
    PortInUse {
        /// The port.
        port: u16,
    },
    /// The port cannot be listened on.
    Listen {
        /// The port.
        port: u16,
        /// What the system says.
        source: std::io::Error,
    },
    /// The server's thread cannot be started.
    Thread(std::io::Error),
    /// The pack is refused.
    Pack(CatalogueError),
    /// A template is broken, which only an edit of the source brings about.
    Template(minijinja::Error),
    /// The origin of a vault, or of the shop around it, is none that a header can name.
    Origin,
}

impl ShopError {
    /// Its stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::PortInUse { port: _ } => "shop-port-in-use",
            Self::Listen { port: _, source: _ } => "shop-listen",
            Self::Thread(_) => "shop-thread",
            Self::Pack(error) => error.code(),
            Self::Template(_) => "shop-template",
            Self::Origin => "shop-origin",
        }
    }
}

impl core::fmt::Display for ShopError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::PortInUse { port } => {
                write!(
                    f,
                    "port {port} is in use; stop the other program or choose another port with --port"
                )
            }
            Self::Listen { port, source } => {
                write!(f, "port {port} cannot be listened on: {source}")
            }
            Self::Thread(source) => write!(f, "the server's thread cannot be started: {source}"),
            Self::Pack(error) => write!(f, "the pack is refused: {}", error.code()),
            Self::Template(error) => write!(f, "a template is broken: {error:#}"),
            Self::Origin => write!(f, "an origin of a frame is none"),
        }
    }
}

impl core::error::Error for ShopError {}
