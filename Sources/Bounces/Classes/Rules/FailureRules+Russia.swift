extension FailureRules {
    /// Mail.ru, Yandex, Rambler, Ukr.net.
    static let russia = #"""
        rule mail-ru-disabled
        for mail-ru
        words user is terminated | user is blocked | account is inaccessible | account is blocked | is disabled
        class disabled
        yes 550 Message was not accepted -- local mailbox ada@mail.ru is unavailable: user is terminated
        no 550 Message was not accepted -- invalid mailbox

        rule mail-ru-unknown
        for mail-ru
        words message was not accepted -- invalid mailbox | invalid mailbox
        words local mailbox & is unavailable: user not found | local mailbox & unavailable: user not found
        class address-unknown
        yes 550 Message was not accepted -- invalid mailbox. Local mailbox ada@mail.ru is unavailable: user not found
        no 550 Message was not accepted -- Local mailbox ada@mail.ru is unavailable: user is terminated

        rule mail-ru-spam
        for mail-ru
        words spam message rejected | spam message discarded | spam/virus message
        class content
        yes 550 spam message rejected. Please visit http://help.mail.ru/notspam-support/id?c=abc
        no 451 try again later

        rule mail-ru-reputation
        for mail-ru
        words we do not accept mail from hosts with dynamic ip | blocked by & ratelist | host is blocked
        words rejected & help.mail.ru/notspam
        class reputation
        yes 550 We do not accept mail from hosts with dynamic IP or generic PTR-records
        no 550 Message was not accepted -- invalid mailbox

        rule yandex-unknown
        for yandex
        words no such user | invalid recipient | bad recipient address syntax & user
        class address-unknown
        yes 550 5.7.1 No such user!
        no 451 4.5.1 The recipient has exceeded message rate limit. Try again later.

        rule yandex-policy
        for yandex
        words policy rejection on the target address | policy rejection
        class policy
        yes 550 5.7.1 Policy rejection on the target address
        no 550 5.7.1 No such user!

        rule yandex-spam
        for yandex
        words message rejected under suspicion of spam | suspicion of spam
        class content
        yes 554 5.7.1 [1] Message rejected under suspicion of SPAM; https://ya.cc/1IrBc
        no 550 5.7.1 No such user!

        rule yandex-rate
        for yandex
        words exceeded message rate limit | too many recipients | message rate limit
        class rate
        yes 451 4.5.1 The recipient has exceeded message rate limit. Try again later.
        no 550 5.7.1 No such user!

        rule rambler-unknown
        for rambler
        words mailbox is disabled or does not exist | client host rejected & mailbox | no such user
        words recipient address rejected
        unless blocked using | access denied
        class address-unknown
        yes 550 5.1.1 <ada@rambler.ru>: Recipient address rejected: User unknown in virtual mailbox table
        no 554 5.7.1 Client host blocked using zen.spamhaus.org

        rule ukr-net-unknown
        for ukr-net
        words user account not found | local user not found | recipient not found
        class address-unknown
        yes 550 5.1.1 Local user not found
        no 552 5.2.2 mailbox quota exceeded
        """#
}
