//! How large the sheets of a workbook of the format before 2007 (BIFF) are as they are read: what reads them makes room for
//! every cell between the first and the last one.

use cfb::CompoundFile;
use std::io::{Cursor, Read};

/// The most cells, empty ones too, that are made room for.
const MOST_ROOM: u64 = 4_000_000;
/// The most bytes of the stream that is looked at.
const MOST_BYTES: u64 = 256 * 1024 * 1024;

/// Records of cells that begin with row and column: formula, number, label, truth or error, RK, label of the shared strings,
/// rich string.
const CELLS: [u16; 8] = [0x0006, 0x0203, 0x0204, 0x0205, 0x027e, 0x00fd, 0x00d6, 0x0003];
/// A record of several cells, which ends with the last column.
const SEVERAL: u16 = 0x00bd;
/// The beginning of a sheet.
const BEGINNINGS: [u16; 4] = [0x0809, 0x0409, 0x0209, 0x0009];

/// Whether the sheets have room in memory; of what cannot be looked at the reader tells.
pub(super) fn has_room(bytes: &[u8]) -> bool {
    let Ok(mut file) = CompoundFile::open(Cursor::new(bytes)) else { return true };
    let name = ["Workbook", "Book"].into_iter().find(|name| file.is_stream(name));
    let Some(stream) = name.and_then(|name| file.open_stream(name).ok()) else { return true };
    let mut records = Vec::new();
    if stream.take(MOST_BYTES).read_to_end(&mut records).is_err() {
        return true;
    }
    room(&records) <= MOST_ROOM
}

/// The cells between the first and the last one of each sheet.
fn room(records: &[u8]) -> u64 {
    let (mut total, mut sheet) = (0, Extent::default());
    let mut rest = records;
    while let [a, b, c, d, tail @ ..] = rest {
        let (kind, length) = (u16::from_le_bytes([*a, *b]), usize::from(u16::from_le_bytes([*c, *d])));
        let Some((data, next)) = tail.split_at_checked(length) else { break };
        rest = next;
        if BEGINNINGS.contains(&kind) {
            total += std::mem::take(&mut sheet).room();
        }
        let number = |at: usize| data.get(at..at + 2).map(|pair| u64::from(u16::from_le_bytes([pair[0], pair[1]])));
        if let (true, Some(row), Some(column)) = (CELLS.contains(&kind) || kind == SEVERAL, number(0), number(2)) {
            let last = if kind == SEVERAL { number(length.saturating_sub(2)).unwrap_or(column) } else { column };
            sheet.take(row, column);
            sheet.take(row, last);
        }
    }
    total + sheet.room()
}

/// The first and the last row and column of a sheet.
#[derive(Default)]
struct Extent(Option<[u64; 4]>);

impl Extent {
    fn take(&mut self, row: u64, column: u64) {
        let [top, bottom, left, right] = self.0.unwrap_or([row, row, column, column]);
        self.0 = Some([top.min(row), bottom.max(row), left.min(column), right.max(column)]);
    }

    fn room(self) -> u64 {
        self.0.map_or(0, |[top, bottom, left, right]| (bottom - top + 1) * (right - left + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u16]) -> Vec<u8> {
        let head = [kind, data.len() as u16 * 2];
        head.iter().chain(data).flat_map(|word| word.to_le_bytes()).collect()
    }

    #[test]
    fn room_is_made_between_the_first_and_the_last_cell() {
        // Rows 2 to 5 and columns 1 to 4 are 4 · 4, a second sheet of one cell is 1.
        let records = [
            record(0x0809, &[0]),
            record(0x0203, &[2, 1, 0]),
            record(SEVERAL, &[5, 2, 0, 4]),
            record(0x0809, &[0]),
            record(0x00fd, &[9, 9, 0]),
        ];
        assert_eq!(room(&records.concat()), 17);
        assert_eq!(room(&[]), 0);
        assert_eq!(room(&[0x03, 0x02, 0xff, 0xff, 0]), 0);
    }
}
