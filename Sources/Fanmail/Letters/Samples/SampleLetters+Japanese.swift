extension SampleLetters {
    static let japanese: [String: String] = [
        "newsletter": #"""
        ---
        subject: "郵便局だより 秋号"
        preheader: 木曜のカフェ・チューリッヒ、読書会、お便りへの返事。
        from: 郵便局だより <news@lists.example>
        list: announce@lists.example
        language: ja
        ---
        # 郵便局だより

        {{subscriber.name|読者の皆}}様

        秋になりました。新しいお知らせが三つあります。

        ## 木曜日もカフェが開きます

        今週から**カフェ・チューリッヒ**は木曜日も9時から18時まで営業します。このお便りをお持ちの方には、最初の一杯を差し上げます。

        **[メニューを見る](https://lists.example/menu)**

        ## 読書会を再開します

        | 日にち | 読む本 | 場所 |
        | --- | --- | --- |
        | 9月7日 | 『こころ』 | 読書室 |
        | 10月5日 | 『雪国』 | カフェ・チューリッヒ |
        | 11月2日 | 『銀河鉄道の夜』 | 読書室 |

        > 本をお持ちになっても、好奇心だけでも、どちらも歓迎します。

        ## 編集部へのお便り

        すべてのお便りにお返事します。このメールにそのままご返信ください。

        それではまた次号で。\
        郵便局

        ---

        このメールは{{list.description}}にご登録の方にお送りしています。[配信を停止する]({{list.unsubscribe}})

        """#,
        "announcement": #"""
        ---
        subject: "10月1日に移転します"
        preheader: 新しい住所、営業時間、そして変わらないこと。
        from: 郵便局だより <news@lists.example>
        list: announce@lists.example
        language: ja
        ---
        # 移転のお知らせ

        **10月1日（月）**から、新しい場所でお待ちしています。

        > **港通り12番地** 2階\
        > 月曜日から金曜日、9時から18時

        電話番号も、人も、コーヒーも変わりません。

        **[地図を見る](https://lists.example/map)**

        ---

        このメールは{{list.address}}に送られました。[配信を停止する]({{list.unsubscribe}})

        """#,
        "digest": #"""
        ---
        subject: "今週の五つの話題"
        preheader: 5分で読めます。週末のために取っておいても。
        from: 週刊まとめ <digest@lists.example>
        list: announce@lists.example
        language: ja
        ---
        # 今週の話題

        お時間をいただく価値のある五つの話題を、短い順に。

        1. **[手紙はどうやって届くのか](https://lists.example/1)**\
           封筒と宛名を図で説明します。*3分*
        2. **[郵便局長の一日](https://lists.example/2)**\
           猫も登場するインタビュー。*6分*
        3. **[郵便馬車の古地図](https://lists.example/3)**\
           拡大してご覧ください。*お好きなだけ*
        4. **[切手にはなぜ歯があるのか](https://lists.example/4)**\
           1848年から今日までの目打ち。*8分*
        5. **[夜行列車](https://lists.example/5)**\
           1936年の記録映画、修復版。*24分*

        ## ひとこと

        - 過去の号はすべて[ウェブ](https://lists.example/archive)にあります。
        - 面白いものを見つけたら、ご返信ください。来週ここに載るかもしれません。

        ---

        毎週金曜日にお届けします。[配信を停止する]({{list.unsubscribe}})

        """#,
        "welcome": #"""
        ---
        subject: "{{list.description}}へようこそ"
        preheader: お届けするものと、停止の方法。
        list: announce@lists.example
        language: ja
        ---
        # ようこそ

        {{subscriber.address}} で**{{list.description}}**に登録されました。

        - ご返信は人が読みます。
        - メールアドレスはこの配信のためだけに使います。

        ほかの方が登録したのであれば、またお気持ちが変わったときは、[配信を停止する]({{unsubscribe.url}})からすぐに停止できます。

        """#,
        "confirm": #"""
        ---
        subject: "ご確認ください：{{list.description}}"
        preheader: あと一歩で配信が始まります。何もしなければ何も届きません。
        list: announce@lists.example
        language: ja
        ---
        # あと一歩です

        {{subscriber.address}} に**{{list.description}}**をお送りするよう、お申し込みがありました。

        **[登録する]({{confirm.url}})**

        このメールにそのまま返信していただいても構いません。お心当たりがなければ、何もしないでください。確認がなければ、メールは届きません。

        """#,
        "goodbye": #"""
        ---
        subject: "{{list.description}}の配信を停止しました"
        preheader: これ以上メールは届きません。
        list: announce@lists.example
        language: ja
        ---
        # お読みくださり、ありがとうございました

        {{subscriber.address}} への**{{list.description}}**の配信を停止しました。

        お間違いでしたら {{list.address}} までご連絡ください。元に戻します。

        """#,
    ]
}
