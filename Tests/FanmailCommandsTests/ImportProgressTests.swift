import Testing

@testable import ListCommands

struct ImportProgressTests {
    @Test("The line of an import says how far it is, how fast, and how long still")
    func known() {
        #expect(
            ImportProgress.text(rows: 5000, position: 250, size: 1000, seconds: 2, width: 99)
                == "[#######.......................]  25 %  5000 rows  2500/s  6 s to go")
    }

    @Test("Where nobody knows how much comes, there is no bar")
    func unknown() {
        #expect(ImportProgress.text(rows: 5000, position: 1, size: nil, seconds: 2, width: 99) == "5000 rows  2500/s")
    }

    @Test("It never wraps", arguments: 1...60)
    func narrow(width: Int) {
        let line = ImportProgress.text(rows: 1_234_567, position: 999, size: 1000, seconds: 61, width: width)
        #expect(line.count <= width && !line.isEmpty)
    }
}
