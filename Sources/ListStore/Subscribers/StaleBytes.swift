/// What deleted or overwritten rows have left in a database file, in octets that nothing refers to any more.
///
/// Source: https://www.sqlite.org/fileformat2.html, sections 1.3.4, 1.5 and 1.6
struct StaleBytes {
    private let file: DatabaseFile
    private let pageSize: Int
    private let pageCount: Int
    private let firstTrunk: Int
    /// Octets that are read at once.
    private static let chunk = 1 << 20

    /// nil where the file is no database, or an empty one.
    init?(path: String) {
        guard let file = DatabaseFile(path: path) else { return nil }
        var header = [UInt8](repeating: 0, count: 100)
        guard header.withUnsafeMutableBytes({ file.read(into: $0, at: 0) }) else { return nil }
        let size = header.withUnsafeBytes { Self.number($0, 16, 2) }
        self.file = file
        pageSize = size == 1 ? 65536 : size
        guard pageSize >= 512 else { return nil }
        pageCount = Int(file.size) / pageSize
        firstTrunk = header.withUnsafeBytes { Self.number($0, 32, 4) }
    }

    /// Of the file, in octets.
    var size: Int64 { Int64(pageCount * pageSize) }

    /// Whether one of the texts stands there, whatever the case of its ASCII letters. One that goes over the end of a
    /// page is not found.
    func hold(_ texts: Set<String>) -> Bool {
        let needles = texts.filter { !$0.isEmpty }.map(Needle.init)
        let pagesAtOnce = Self.chunk / pageSize
        let octets = Self.buffer(pagesAtOnce * pageSize)
        defer { octets.deallocate() }
        var freePages: FreePages?
        for first in stride(from: 0, to: pageCount, by: pagesAtOnce) {
            let count = min(pagesAtOnce, pageCount - first) * pageSize
            let part = UnsafeMutableRawBufferPointer(rebasing: octets[..<count])
            guard file.read(into: part, at: Int64(first * pageSize)) else { continue }
            for needle in needles {
                var start = 0
                while let found = needle.find(in: part, from: start) {
                    start = found + 1
                    let (page, place) = found.quotientAndRemainder(dividingBy: pageSize)
                    let content = UnsafeRawBufferPointer(rebasing: octets[page * pageSize..<(page + 1) * pageSize])
                    let free = freePages ?? readFreePages()
                    freePages = free
                    let number = first + page + 1
                    if free.contains(number) || Self.isUnused(place, needle.count, of: content, number) { return true }
                }
            }
        }
        return false
    }

    // MARK: - Searching

    private static func buffer(_ count: Int) -> UnsafeMutableRawBufferPointer {
        .allocate(byteCount: count, alignment: 16)
    }

    /// A text that is looked for by the rule of Horspool: most octets are never looked at.
    private struct Needle {
        private let octets: [UInt8]
        /// How far the text can be moved on where this octet stands at its end.
        private var steps: [Int]
        var count: Int { octets.count }

        init(_ text: String) {
            octets = text.utf8.map(Self.lower)
            steps = [Int](repeating: octets.count, count: 256)
            for (index, octet) in octets.dropLast().enumerated() {
                steps[Int(octet)] = octets.count - 1 - index
                if octet &- 0x61 < 26 { steps[Int(octet & 0xDF)] = octets.count - 1 - index }
            }
        }

        private static func lower(_ octet: UInt8) -> UInt8 { octet &- 0x41 < 26 ? octet | 0x20 : octet }

        func find(in content: UnsafeMutableRawBufferPointer, from start: Int) -> Int? {
            octets.withUnsafeBufferPointer { octets in
                steps.withUnsafeBufferPointer { steps in
                    var place = start
                    let end = octets.count - 1
                    while place + end < content.count {
                        let last = content[place + end]
                        if Self.lower(last) == octets[end],
                            (0..<end).allSatisfy({ Self.lower(content[place + $0]) == octets[$0] })
                        {
                            return place
                        }
                        place += steps[Int(last)]
                    }
                    return nil
                }
            }
        }
    }

    // MARK: - The format

    /// A number of so many octets, the highest first.
    private static func number(_ octets: UnsafeRawBufferPointer, _ offset: Int, _ count: Int) -> Int {
        guard offset >= 0, offset + count <= octets.count else { return 0 }
        return octets[offset..<offset + count].reduce(0) { $0 << 8 | Int($1) }
    }

    /// Whether octets of a b-tree page belong to no cell; false for pages of other kinds, such as those that large rows
    /// go on in.
    private static func isUnused(_ place: Int, _ count: Int, of page: UnsafeRawBufferPointer, _ pageNumber: Int) -> Bool
    {
        let header = pageNumber == 1 ? 100 : 0
        let isInterior = page[header] == 2 || page[header] == 5
        guard isInterior || page[header] == 10 || page[header] == 13 else { return false }
        let pointersEnd = header + (isInterior ? 12 : 8) + 2 * number(page, header + 3, 2)
        let content = number(page, header + 5, 2)
        if place >= pointersEnd, place + count <= (content == 0 ? 65536 : content) { return true }
        // Free blocks, in order; each begins with the place of the next and its own length.
        var block = number(page, header + 1, 2)
        var last = 0
        while block > last, block + 4 <= page.count {
            if place >= block, place + count <= block + number(page, block + 2, 2) { return true }
            last = block
            block = number(page, block, 2)
        }
        return false
    }

    /// One bit a page.
    private struct FreePages {
        private var bits: [UInt64]

        init(_ count: Int) { bits = [UInt64](repeating: 0, count: count / 64 + 1) }

        func contains(_ page: Int) -> Bool { bits[page / 64] & 1 << UInt64(page % 64) != 0 }

        mutating func insert(_ page: Int) { if page / 64 < bits.count { bits[page / 64] |= 1 << UInt64(page % 64) } }
    }

    /// The pages of the free list: trunks, each with the numbers of others.
    private func readFreePages() -> FreePages {
        var free = FreePages(pageCount)
        let octets = Self.buffer(pageSize)
        defer { octets.deallocate() }
        var trunk = firstTrunk
        while trunk > 0, trunk <= pageCount, !free.contains(trunk),
            file.read(into: octets, at: Int64((trunk - 1) * pageSize))
        {
            free.insert(trunk)
            let page = UnsafeRawBufferPointer(octets)
            for index in 0..<min(Self.number(page, 4, 4), pageSize / 4 - 2) {
                free.insert(Self.number(page, 8 + 4 * index, 4))
            }
            trunk = Self.number(page, 0, 4)
        }
        return free
    }
}
