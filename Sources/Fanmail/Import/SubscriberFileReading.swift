import FanmailBasics
import ListStore
import SMTPCore
import SubscriberFiles

/// The one time that an import reads its file, row by row into a batch.
struct SubscriberFileReading {
    let file: SubscriberFile
    let rejects: String?
    let report: (ImportEvent) -> Void

    /// - Returns: how many rows were rejected.
    func read(into batch: SubscriberImport) throws -> Int {
        if let rejects, file.path != "-", FileIdentity.areSame(file.path, rejects) {
            throw ImportRefusal.overwritesSource
        }
        let bytes = try ByteSource(path: file.path)
        let (source, isJSON) = try bytes.decoded(as: file.encoding) { report(.guessed($0)) }
        let rejects = try rejects.map { path in try RejectFile(path: path) }
        let rejected: Int
        if isJSON {
            var reader = JSONSubscriberReader(source, file.knowledge)
            rejected = try read(&reader, of: bytes, into: batch, rejects)
        } else {
            rejected = try readText(source, of: bytes, into: batch, rejects)
        }
        report(.wasRead)
        try rejects?.finish()
        return rejected
    }

    /// Reads what is no JSON: rows, or paragraphs.
    private func readText(
        _ source: ByteSource, of bytes: ByteSource, into batch: SubscriberImport, _ rejects: RejectFile?
    ) throws -> Int {
        let (source, form) = try source.paragraphs()
        if let form {
            var reader = ParagraphReader(source, form, file.knowledge)
            return try read(&reader, of: bytes, into: batch, rejects)
        }
        var reader = try SubscriberReader(source, file.knowledge, delimiter: file.delimiter)
        announce(reader)
        return try read(&reader, of: bytes, into: batch, rejects)
    }

    /// Says which column is what, before anything happens.
    private func announce(_ reader: borrowing SubscriberReader) {
        if let system = reader.system { report(.recognised(system: system.title)) }
        for warning in reader.warnings { report(.doubt(warning)) }
        guard let headings = reader.headings else { return }
        report(.columns(ImportColumns(headings: headings, mapping: reader.mapping, extra: reader.extra)))
    }

    private func read(
        _ reader: inout SubscriberReader, of bytes: ByteSource, into batch: SubscriberImport, _ rejects: RejectFile?
    ) throws -> Int {
        var scanner = AddressScanner()
        var (rows, rejected) = (0, 0)
        let hasJoinedName = reader.extra.firstName != nil || reader.extra.lastName != nil
        while let row = try reader.next() {
            count(&rows, bytes)
            if let reason = Self.reason(row.problem?.reason, &scanner, row.address) {
                rejected += 1
                report(.rejected(line: row.line, reason: reason))
                try rejects?.add(cells: reader.cells, headings: reader.headings, reason: reason)
                continue
            }
            if let note = row.note { report(.noted(line: row.line, note: note)) }
            let (address, key, domain) = (scanner.address, scanner.key, scanner.domain)
            if hasJoinedName, row.name.isEmpty {
                try reader.joinedName.withUnsafeBufferPointer {
                    try batch.add(address: address, key: key, domain: domain, name: $0, details: row.details)
                }
            } else {
                try batch.add(address: address, key: key, domain: domain, name: row.name, details: row.details)
            }
        }
        return rejected
    }

    private func read<Records: SubscriberRecords & ~Copyable>(
        _ reader: inout Records, of bytes: ByteSource, into batch: SubscriberImport,
        _ rejects: RejectFile?
    ) throws -> Int {
        var scanner = AddressScanner()
        var (rows, rejected) = (0, 0)
        while let row = try reader.next() {
            if rows == 0, let system = reader.system { report(.recognised(system: system.title)) }
            count(&rows, bytes)
            let reason = Array(row.address.utf8).withUnsafeBufferPointer { Self.reason(row.problem, &scanner, $0) }
            if let reason {
                rejected += 1
                report(.rejected(line: row.line, reason: reason))
                try rejects?.add(record: row.text, reason: reason)
                continue
            }
            if let note = row.note { report(.noted(line: row.line, note: note)) }
            let (address, key, domain) = (scanner.address, scanner.key, scanner.domain)
            try Array(row.name.utf8).withUnsafeBufferPointer {
                try batch.add(address: address, key: key, domain: domain, name: $0, details: row.details)
            }
        }
        return rejected
    }

    private func count(_ rows: inout Int, _ bytes: ByteSource) {
        rows += 1
        guard rows % ImportEvent.rowsAtOnce == 0 else { return }
        report(.progress(rows: rows, octets: bytes.position, size: bytes.size))
    }

    /// Why a row cannot be used; nil when the scanner holds its address.
    private static func reason(
        _ problem: String?, _ scanner: inout AddressScanner, _ address: UnsafeBufferPointer<UInt8>
    ) -> String? {
        if let problem { return problem }
        guard let error = scanner.scan(address) else { return nil }
        return "\(AddressCell.visible(address.prefix(80))): \(error.reason)"
    }
}
