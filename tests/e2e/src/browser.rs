//! One headless browser with an empty profile, driven over W3C WebDriver.

use serde_json::{Value, json};
use std::env;
use std::net::{Ipv4Addr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use thirtyfour::{ChromiumLikeCapabilities, DesiredCapabilities, WebDriver};

/// A browser and its driver; both end with it.
#[derive(Debug)]
pub struct Browser {
    /// The session; it ends before its program does.
    pub driver: WebDriver,
    _program: Program,
}

/// A program that ends with its owner, also when a test fails in its midst.
#[derive(Debug)]
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Browser {
    /// Starts one. `CHROMEDRIVER` and `CHROME` name other programs than the system's.
    pub async fn start() -> Browser {
        let port = free_port();
        let program = env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let running = Command::new(&program)
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map(Program)
            .unwrap_or_else(|error| panic!("{program}: {error}; `cargo xtask setup` brings it"));
        let mut capabilities = DesiredCapabilities::chrome();
        for argument in ARGUMENTS {
            capabilities.add_arg(argument).expect("an argument is a text");
        }
        if let Ok(program) = env::var("CHROME") {
            capabilities.set_binary(&program).expect("a path is a text");
        }
        let address = format!("http://127.0.0.1:{port}");
        let deadline = Instant::now() + Duration::from_secs(60);
        let driver = loop {
            match WebDriver::new(&address, capabilities.clone()).await {
                Ok(driver) => break driver,
                Err(error) if Instant::now() > deadline => panic!("no browser: {error}"),
                Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
            }
        };
        let patience = Duration::from_secs(30);
        driver.set_script_timeout(patience).await.expect("the session takes a timeout");
        Browser { driver, _program: running }
    }

    /// Empties the HTTP cache, and nothing else.
    pub async fn forgets_its_cache(&self) {
        self.tells("Network.clearBrowserCache", json!({})).await;
    }

    /// Calls a method of the DevTools protocol.
    pub async fn tells(&self, method: &str, parameters: Value) -> Value {
        let answer = self.driver.cdp().send_raw(method, parameters).await;
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Ends the session, then the driver.
    pub async fn end(self) {
        let _ = self.driver.clone().quit().await;
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port is free");
    listener.local_addr().expect("it has an address").port()
}

const ARGUMENTS: [&str; 9] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1200,1600",
];
