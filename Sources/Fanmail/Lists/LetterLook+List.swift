import Composition
import ListStore
import MailingLists

extension LetterLook {
    /// As a list's file says.
    init(_ list: ListRecord) {
        self.init()
        let look = list.definition.look
        accent = look.accent ?? accent
        font = look.font
        width = look.width ?? width
        guard let logo = look.logo else { return }
        (self.logo, logoDark, logoWidth) = (logo, look.logoDark, look.logoWidth)
        logoText = list.definition.description ?? list.name
    }
}
