//! Raw random words of the engine's streams on standard output without end, for a battery of statistical tests; without
//! an order, how fast each order is written.

#![allow(missing_docs, clippy::print_stdout, clippy::print_stderr)]

use mikomi::engine::{Named, RandomStream};
use std::hint::black_box;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant};

const SEED: u64 = 1;
const NAME: &str = "i07/effect/realisation";
const SEEDS: u64 = 4096;
const HALF_BLOCK: u64 = 512;
const WRITE: usize = 1 << 16;

/// In which order the streams are read.
#[derive(Clone, Copy)]
enum Order {
    /// One name under one seed, counter by counter.
    One,
    /// The 840 names of a plan of 60 initiatives, all at one counter, then at the next.
    Names,
    /// The first output of consecutive half blocks of one name.
    Blocks,
    /// One name under 4096 seeds, all at one counter, then at the next.
    Seeds,
}

const ORDERS: [(&str, Order); 4] =
    [("one", Order::One), ("names", Order::Names), ("blocks", Order::Blocks), ("seeds", Order::Seeds)];

impl Order {
    fn streams(self) -> Vec<RandomStream> {
        let stream = |seed, name: &str| RandomStream::new(seed, name, Named::Draws);
        match self {
            Self::One | Self::Blocks => vec![stream(SEED, NAME)],
            Self::Names => names().iter().map(|name| stream(SEED, name)).collect(),
            Self::Seeds => (0..SEEDS).map(|seed| stream(seed, NAME)).collect(),
        }
    }

    fn step(self) -> u64 {
        match self {
            Self::Blocks => HALF_BLOCK,
            Self::One | Self::Names | Self::Seeds => 1,
        }
    }
}

/// Fourteen quantities of each of sixty initiatives.
fn names() -> Vec<String> {
    let of_initiative = |i: usize| {
        let drawn = ["effect/realisation", "delay", "go_ahead", "cost/overrun"].map(String::from);
        let noise = (2022..2032).map(|year| format!("effect/noise/{year}"));
        drawn.into_iter().chain(noise).map(move |quantity| format!("i{i:02}/{quantity}"))
    };
    (0..60).flat_map(of_initiative).collect()
}

/// Hands `to` words in the order asked for, as bytes: of each output the low half first, each in the byte order of
/// little-endian machines. Ends when `to` fails.
fn words(order: Order, to: &mut impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
    let (streams, step) = (order.streams(), order.step());
    let mut buffer = Vec::with_capacity(WRITE);
    let mut counter = 0_u64;
    loop {
        for stream in &streams {
            buffer.extend_from_slice(&stream.bits(counter).to_le_bytes());
            if buffer.len() == WRITE {
                to(&buffer)?;
                buffer.clear();
            }
        }
        counter = counter.wrapping_add(step);
    }
}

/// Writes until the reader has gone.
#[expect(clippy::disallowed_methods, reason = "random bits for a program, no words")]
fn write(order: Order) -> io::Result<()> {
    let mut out = io::stdout().lock();
    words(order, &mut |bytes| out.write_all(bytes))
}

/// How many words a second are made, over a second.
fn throughput(order: Order) -> f64 {
    let (begin, mut made) = (Instant::now(), 0_usize);
    // The only way out is the error that says the second is over.
    let _ = words(order, &mut |bytes| {
        made += black_box(bytes).len() / 4;
        if begin.elapsed() < Duration::from_secs(1) { Ok(()) } else { Err(ErrorKind::TimedOut.into()) }
    });
    made as f64 / begin.elapsed().as_secs_f64()
}

fn main() -> ExitCode {
    let asked = std::env::args().skip(1).find(|argument| !argument.starts_with("--"));
    let Some(asked) = asked else {
        for (name, order) in ORDERS {
            println!("{name:<7}{:>6.0} million words of 32 bits a second", throughput(order) / 1e6);
        }
        return ExitCode::SUCCESS;
    };
    let Some((_, order)) = ORDERS.into_iter().find(|(name, _)| *name == asked) else {
        eprintln!("no order {asked:?}: one, names, blocks or seeds");
        return ExitCode::FAILURE;
    };
    match write(order) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
