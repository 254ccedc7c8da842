extension FailureRules {
    static let japanese = #"""
        rule ja-full
        words メールボックスがいっぱい | メールボックスが一杯 | 容量を超え | メールボックスの容量 | 容量オーバー | 容量不足 | 受信箱がいっぱい | ディスク容量 | 容量制限 | 満杯
        words 容量超過 | 満杯 & メールボックス | 容量が不足 | 保存容量 | メールボックスが満 | 受信容量
        unless 添付
        class full
        yes 宛先のメールボックスがいっぱいです。
        no 宛先不明

        rule ja-too-large
        words サイズが大きすぎ | メッセージが大きすぎ | サイズ制限 | サイズを超え | メールサイズ
        class too-large
        yes メッセージのサイズが大きすぎます。
        no 宛先不明

        rule ja-disabled
        words アカウントは停止 | アカウントが停止 | 利用停止 | 無効になって | 無効です | 一時停止 | 解約
        words 停止され | 停止中 | 停止してい | 使用停止 | 閉鎖され | 凍結 | 休止
        words 退会 | 利用できなくなっ | 利用停止 & アカウント | 無効になりました
        unless アドレスが無効 | 配信を停止 | 送信を停止 | 配送を停止 | サービスは停止 | サービスが停止
        class disabled
        yes このアカウントは利用停止中です。
        yes 受信者のメールボックスが停止されています
        no 宛先不明

        rule ja-domain
        words ドメインが存在しません | ドメインが見つかりません | ホストが見つかりません | ドメインは存在しません
        class domain-unknown
        yes 宛先のドメインが存在しません。
        no 宛先不明

        rule ja-unknown
        words 宛先不明 | あて先不明 | 存在しません | 見つかりません | ユーザーが存在しない | 存在しない | 宛先が不明 | 見つかりませんでした | アドレスに誤り | アドレスが間違 | ユーザー不明
        words 該当するユーザ | 宛先が見つから | アドレスが正しく | アドレスが無効 | 不明なユーザ
        words アドレス不明 | ユーザが存在 | アドレスが存在 | アドレスが見つから | ユーザーがいません | ユーザが見つか | ユーザーは存在 | 使われておりません | 使われていません
        unless ドメイン
        words ディレクトリにリストされていません | 受信者が見つかり | アドレスは存在し
        class address-unknown
        yes 550 宛先のユーザーが見つかりません
        yes 入力したメール アドレスが見つかりませんでした。
        no 宛先のドメインが存在しません。

        rule ja-policy
        words 受信拒否 | 受信を拒否 | 拒否されました | 拒否しました | 許可されていません | アクセス許可がありません | 送信する権限 | 指定受信 | ドメイン指定 | フィルタ
        class policy
        yes 受信者に受信を拒否されました。
        no 宛先不明

        rule ja-content
        words 迷惑メール | スパム | ウイルス
        class content
        yes 迷惑メールと判定されました。
        no 宛先不明

        rule ja-expired
        words 配信期限 | 時間内に配送 | 期限切れ | 配送できませんでした & 日間 | タイムアウト
        class expired
        yes 配信期限が切れました。
        no 宛先不明
        """#

    /// Both ways of writing it.
    static let chinese = #"""
        rule zh-full
        words 邮箱已满 | 邮箱已經滿 | 邮箱已经满 | 信箱已滿 | 郵箱已滿 | 空间不足 | 空間不足 | 邮箱空间 | 信箱空間 | 邮箱容量 | 收件箱已满 | 容量已满 | 超过配额 | 超過配額 | 邮箱满
        words 信箱容量
        words 邮箱已经满了 | 邮箱空间已满 | 信箱容量已滿 | 信箱已经满 | 空间已满 | 空間已滿 | 容量已滿
        class full
        yes 收件人的邮箱已满，无法接收邮件。
        yes 收件者的信箱已滿。
        no 用户不存在

        rule zh-too-large
        words 邮件过大 | 邮件太大 | 郵件過大 | 邮件大小超过 | 郵件太大 | 郵件大小超過 | 信件过大
        class too-large
        yes 邮件太大，被拒绝。
        no 用户不存在

        rule zh-disabled
        words 账号已停用 | 帐号已停用 | 邮箱已停用 | 用户被锁定 | 帐号被锁定 | 账号被锁定 | 帳號已停用 | 已被禁用 | 被冻结 | 邮箱被停用 | 已停用 | 已被停用 | 被锁定 | 已注销
        words 邮箱已被禁用 | 被禁用 | 被停用 | 已冻结 | 停止使用 | 已關閉 | 已关闭 | 已失效
        class disabled
        yes 该邮箱已停用。
        no 用户不存在

        rule zh-domain
        words 域名不存在 | 域不存在 | 網域不存在 | 找不到域名 | 找不到網域 | 无法解析域名 | 收件人域名
        class domain-unknown
        yes 收件人的域名不存在。
        no 用户不存在

        rule zh-unknown
        words 用户不存在 | 用戶不存在 | 不存在 | 找不到 | 未找到 | 收件人地址不正确 | 地址错误 | 无此用户 | 無此用戶 | 無此使用者 | 查无此人 | 查無此人 | 没有此用户 | 使用者不存在
        words 收件人未知 | 未知用户 | 地址无效 | 没有这个用户 | 無效的收件者
        words 查无用户 | 查無使用者 | 地址有误 | 地址有誤 | 用户未注册 | 不是有效的 | 无效地址 | 無此帳號 | 没有该用户 | 沒有此用戶 | 收件人错误
        unless 域名 | 網域
        class address-unknown
        yes 550 收件人邮箱用户不存在
        yes 找不到您输入的电子邮件地址。
        no 收件人的域名不存在。

        rule zh-content
        words 垃圾邮件 | 垃圾郵件 | 病毒 | 邮件内容 | 内容被拒 | 疑似垃圾
        class content
        yes 您的邮件被识别为垃圾邮件。
        no 用户不存在

        rule zh-rate
        words 发送频率 | 連線過多 | 连接过多 | 发信频率 | 过于频繁 | 超过频率
        class rate
        yes 发送频率过高，请稍后再试。
        no 用户不存在

        rule zh-policy
        words 拒收 | 被拒绝 | 被拒絕 | 拒绝接收 | 没有权限 | 沒有權限 | 黑名单 | 拒绝了 | 被对方拒绝
        class policy
        yes 邮件被对方拒收。
        no 用户不存在

        rule zh-expired
        words 连接超时 | 投递超时 | 逾時 | 超时
        class expired
        yes 邮件投递超时。
        no 用户不存在
        """#

    static let korean = #"""
        rule ko-full
        words 메일함이 가득 | 용량이 초과 | 용량 초과 | 용량을 초과 | 사서함이 가득 | 사서함이 꽉 | 메일박스가 가득 | 편지함 용량 | 용량이 부족
        words 용량이 가득 | 용량이 모두 | 메일함이 꽉 | 저장 공간 | 용량이 찼 | 용량을 모두
        class full
        yes 받는 사람의 메일함이 가득 찼습니다.
        no 존재하지 않는 사용자

        rule ko-too-large
        words 메시지가 너무 큽니다 | 메일 크기 | 크기를 초과
        class too-large
        yes 메시지가 너무 큽니다.
        no 존재하지 않는 사용자

        rule ko-disabled
        words 휴면 | 이용이 정지 | 정지된 | 사용이 중지 | 비활성화
        words 정지되었 | 사용할 수 없는 계정 | 중지된 | 탈퇴
        class disabled
        yes 휴면 계정입니다.
        no 존재하지 않는 사용자

        rule ko-domain
        words 도메인이 존재하지 | 도메인을 찾을 수 없 | 존재하지 않는 도메인
        class domain-unknown
        yes 도메인을 찾을 수 없습니다.
        no 존재하지 않는 사용자

        rule ko-unknown
        words 존재하지 않는 | 존재하지 않습니다 | 찾을 수 없습니다 | 찾을 수 없음 | 없는 사용자 | 사용자를 찾을 수 | 수신자를 찾을 수 | 없는 계정 | 없는 주소 | 잘못된 주소
        words 없는 사용자 & 메일 | 없는 아이디 | 등록되지 않은 | 존재하지 않거나 | 주소를 찾을 수 | 없는 메일 주소
        unless 도메인
        class address-unknown
        yes 존재하지 않는 사용자입니다.
        yes 입력한 전자 메일 주소를 찾을 수 없습니다.
        no 도메인을 찾을 수 없습니다.

        rule ko-content
        words 스팸 | 바이러스
        class content
        yes 스팸 메일로 분류되었습니다.
        no 존재하지 않는 사용자

        rule ko-policy
        words 수신거부 | 수신 거부 | 거부되었습니다 | 권한이 없습니다 | 차단
        class policy
        yes 수신자가 수신거부하였습니다.
        no 존재하지 않는 사용자
        """#
}
