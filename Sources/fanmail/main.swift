import FanmailCommands
import Foundation

// Linux tells the command line by /proc alone. Where that is missing, as in a bare chroot, a mail server keeps its message.
guard CommandLine.arguments.first?.isEmpty == false else {
    let line = "4.3.0 fanmail: the system does not tell the command line; mount /proc where it runs\n"
    FileHandle.standardError.write(Data(line.utf8))
    exit(75)
}
exit(await FanmailCommand.run(Array(CommandLine.arguments.dropFirst())))
