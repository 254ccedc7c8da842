extension FailureRules {
    /// Words that leave no doubt, though a status, a code or a more general word beside them says something else.
    static let exact = #"""
        rule died-command
        words command died with | command time limit exceeded | data format error. command output
        unless quota | user unknown | unknown user | no such user | mailbox full | mailbox is full
        class system
        means 5.3.0
        yes Command died with status 127: "/home/ada/bin/autoreply". Command output: autoreply: not found
        yes Command died with status 2: "rt-mailgate". Command output: 500 Can't connect to rt.x.example:443
        no Command died with status 73: "/usr/bin/procmail". Command output: procmail: Quota exceeded
        no user unknown. Command output: The name was not recognized.

        rule meta-preferences
        words due to recipient preferences
        class policy
        yes 550 5.1.1 RCP-P2 http://postmaster.facebook.com/response_codes Refused due to recipient preferences
        no 550 5.1.1 User unknown

        rule mailbox-count
        words messages in recipient's mailbox exceeded | zuviele mails auf dem server | zu viele mails auf dem server
        words too many messages on the server | too many messages in the mailbox | too many messages in mailbox
        words domain size limit has been exceeded | mailbox size exceeded
        class full
        yes 550 The number of messages in recipient's mailbox exceeded the local limit.
        yes 550 ada: zuviele Mails auf dem Server / too many messages on the server
        yes 552 mailbox size exceeded
        yes 550 The domain size limit has been exceeded
        no 552 message size exceeds the limit

        rule mailbox-used-now
        words mailbox is locked & process | mailbox locked & process | another process is using
        class system
        means 4.3.0
        yes 450 4.3.0 Mailbox is locked, another process is using it
        no 550 Mailbox is locked by the administrator

        rule mailbox-locked
        words is locked by the administrator | locked by administrator | is locked by an administrator
        words not accept mail for & any more | not accept mail for & anymore | wegen inaktivitat
        class disabled
        yes 550 Mailbox of ada@x.example is locked by the administrator
        yes 550 we do not accept mail for ada@x.example any more
        yes 550 Konto wurde wegen Inaktivitaet gesperrt
        no 450 4.3.0 Mailbox is locked, another process is using it

        rule not-local-user
        words is not a local user | no valid recipients for this mm | refused: user invalid | adresse inconnue & 550
        class address-unknown
        yes 550 'ada' is not a local user
        yes No valid recipients for this MM
        yes 550 Rule imposed mailbox access for ada@x.example refused: user invalid
        no 550 'ada' is a user of ours

        rule not-this-message
        words will not accept delivery of this message
        class content
        yes 521 5.2.1 AOL will not accept delivery of this message.
        no 550 5.2.1 Mailbox disabled

        rule found-threat
        words contains spam or virus | unacceptable attachment | attachment not allowed | attachment is not allowed
        words threat found
        class content
        yes 550 Message contains spam or virus or sender is blocked
        yes 550 unacceptable attachment
        yes Threat found: Win32/Worm; the message was deleted
        no 550 5.7.1 sender is blocked

        rule domain-without-relays
        words doesn't exist or has no mail relays | does not exist or has no mail relays
        class domain-unknown
        yes host.example domain doesn't exist or has no mail relays
        no 550 user doesn't exist

        rule attempts-to-connect
        words attempts to connect to recipient
        class connection
        yes Failed four Attempts to connect to recipients mail server
        no 550 too many attempts

        rule error-of-mail-system
        words error occurs in our mail system | error occurred in our mail system
        class system
        yes 550 some error occurs in our mail system, please contact our mail system administrator
        no 550 your mail system is in error

        rule ar-full
        words صندوق & ممتلئ | تجاوز & الحصة
        class full
        yes صندوق بريد المستلم ممتلئ
        no صندوق بريد

        rule zh-room
        words 邮箱空间不足 | 信箱空间不足 | 郵箱空間不足 | 信箱空間不足 | 邮箱没有足够的空间
        class full
        yes 552 收件人邮箱空间不足
        no 552 邮件太大
        """#
}
