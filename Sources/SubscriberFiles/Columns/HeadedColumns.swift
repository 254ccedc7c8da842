import FanmailBasics
import MailingLists

/// The headings of a file with what stands below them, from which it is told which column is what.
struct HeadedColumns {
    let headings: [String]
    private let sample: [ColumnSample.Column]
    private let file: String
    private let line: Int

    init(_ reader: borrowing CSVReader, _ headings: [String]) {
        self.headings = headings
        sample = reader.sample.columns
        file = reader.source.name
        line = reader.line
    }

    private var shown: String { headings.prefix(10).map { "`\($0.prefix(40))`" }.joined(separator: ", ") }

    /// The column of which a person says that it is this.
    func column(_ name: String, as target: HeadingTarget) throws(InputFailure) -> Int {
        let column = try column(name)
        if let refusal = target.refusal(of: headings[column]) { throw InputFailure(.usage, file, refusal) }
        return column
    }

    /// The column with this heading, or, as `#3`, with this number.
    func column(_ name: String) throws(InputFailure) -> Int {
        let named = headings.indices.filter { headings[$0] == name }
        if named.count > 1 {
            let numbers = named.map { "\"#\($0 + 1)\"" }.joined(separator: " or ")
            throw InputFailure(.usage, file, "\(named.count) columns are called `\(name)`; say which by \(numbers)")
        }
        if let column = named.first { return column }
        if name.hasPrefix("#"), let number = Int(name.dropFirst()), headings.indices.contains(number - 1) {
            return number - 1
        }
        throw InputFailure(.usage, file, "there is no column `\(name)`; the columns are \(shown)")
    }

    /// Which columns have the addresses and the names: by what a person says, by headings, by what is in them.
    func mapping(
        _ options: [Int: HeadingTarget], _ warnings: inout [Explanation]
    ) throws(InputFailure) -> ColumnMapping {
        let address = try addressColumn(options)
        let others = headings.enumerated().map { $0.offset == address ? "email" : $0.element }
        let name = options.first { $0.value == .name }?.key ?? ColumnMapping(headings: others)?.name
        // A name is where nothing else was said of its column.
        let isName = name.map { options[$0] == nil || options[$0] == .name } ?? false
        let same = headings.indices.filter { $0 != address && headings[$0].folded == headings[address].folded }
        if let other = same.first, options[other] == nil, options[address] == nil {
            warnings.append(
                Explanation(
                    "columns \(min(address, other) + 1) and \(max(address, other) + 1) are both called "
                        + "\(headings[address]): the address is taken from column \(address + 1)",
                    remedy: .takeOther(column: other + 1)))
        }
        return ColumnMapping(address: address, name: isName ? name : nil)
    }

    private func addressColumn(_ options: [Int: HeadingTarget]) throws(InputFailure) -> Int {
        if let mapped = options.first(where: { $0.value == .address }) { return mapped.key }
        let free = headings.indices.filter { options[$0] == nil }
        let found = free.filter { sample.indices.contains($0) && sample[$0].addresses * 2 > sample[$0].filled }
        let headed = ColumnMapping(headings: headings.enumerated().map { options[$0.offset] == nil ? $0.element : "" })
        if let column = headed?.address {
            // What is called an address may be a street's.
            let isEmpty = sample.indices.contains(column) && sample[column].filled > 0 && sample[column].addresses == 0
            return isEmpty && found.count == 1 ? found[0] : column
        }
        if found.count == 1 { return found[0] }
        guard found.isEmpty else {
            let columns = found.map { "`\(headings[$0].prefix(40))`" }.joined(separator: " and ")
            throw InputFailure(
                .input, "\(file):\(line)",
                "the columns \(columns) all have addresses", remedy: .mapAddress(to: headings[found[0]]))
        }
        throw InputFailure(
            .input, "\(file):\(line)",
            "no column looks like an address; the columns are \(shown); name one of them email"
        )
    }
}
