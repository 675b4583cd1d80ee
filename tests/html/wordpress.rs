//! What WordPress makes of its blocks and of the classic editor, and every rule
//! of the reader in a few small cases.

use crate::parse::pieces;
use crate::shown::{blocks, shown};
use crate::{blog, document, fixture, open};
use deskmates::document::Writer;
use deskmates::document::html::{Element, Piece, read, words};

fn check(html: &str, expected: &str) {
    assert_eq!(blocks(&document(html, Writer::Programme).blocks, " "), expected, "{html}");
}

#[test]
fn a_post_of_wordpress_6() {
    let expected = r#"
p(Welcome to week three! We asked <b five mentors> how they begin a conversation — and what they~do when nobody writes back. <a https://blog.example.org/2016/02/week-two/ Last week>’s post is <em still open>.)
h2(<b What they said>)
figure(<img cafe-1024x683.jpg "Three people at a café table" 1024x683>; Thandiwe, Ana and <a https://example.org/misaki Misaki>.)
h3(A list of small things)
ul(p(Say your name.)|p(Ask one question:) ol3(p(not two,)|p(not `n + 1`.)))
quote(p(I write first, always.) p(<em Ana>))
quote(p(Nobody is too busy for a kind word.) p(<em Misaki>))
figure(<img one-768x1024.jpg "" 768x1024>; One)
figure(<img two.jpg "Second" 1024x768>; )
p(Our <em first> meeting)
table[When we meet](When we meet; v p(Day)|v p(Time) / p(Monday)|p(10:00/UTC) / p(Friday)|p(18:00))
p(<a https://www.youtube.com/watch?v=dQw4w9WgXcQ How to listen>)
p(Ten minutes, worth it)
p(<a https://vimeo.com/76979871 https://vimeo.com/76979871>)
p(<a https://other.example.org/hello/ Hello from there>)
p(<a https://blog.example.org/wp-content/uploads/2016/02/talk.mp4 talk.mp4>)
p(The talk)
code(if tired {
    rest();
})
p(Slow, says the river,/and is at the sea.)
p(Anon)
rule
p(Left)
p(Right)
p(<a https://example.org/join Join us>)
p(<a https://blog.example.org/wp-content/uploads/2016/02/guide.pdf The guide>)
p(Two point one, squared: 2.1². Water is H₂O.¹)"#;
    let expected = expected.trim().replace('~', "\u{a0}");
    assert_eq!(shown(&document(&fixture("wordpress-post.html"), Writer::Programme)), expected);
}

#[test]
fn a_post_of_the_classic_editor() {
    let expected = r#"
p(A post from 2012, when the editor was another one./It has line breaks in it. :))
figure(<a https://blog.example.org/wp-content/uploads/2012/05/market.jpg <img market-300x225.jpg "A market" 300x225>>; The market, in <em May>)
p(<a http://partner.example.com/ <img partner.png "partner.example.com" ->>)
p(<a https://elsewhere.example/badge.gif badge.gif>)
figure(<a https://blog.example.org/2012/05/old-post/a/ <img a-150x150.jpg "A" 150x150>>; First day)
figure(<a https://blog.example.org/2012/05/old-post/b/ <img b-150x150.jpg "b" 150x150>>; )
figure(<img c-150x150.jpg "C" 150x150>; Last day)
p(<a https://blog.example.org/wp-content/uploads/2012/05/clip.mp4?_=1 clip.mp4>)
p(<a http://www.youtube.com/v/abc http://www.youtube.com/v/abc>)
quote(p(To mentor is to learn twice.))
table[Name Ana Town Porto](; > p(Name)|p(Ana) / > p(Town)|p(Porto))
p(<b Mentor>)
p(Somebody who was there before.)
h2(Loud)
p(Write to <a mailto:hello@example.org us>, not to the phone. See <a https://blog.example.org/2016/02/week-three/../other/ the other> and <a https://blog.example.org/2016/02/week-three/?p=7 seven>.)"#;
    assert_eq!(shown(&document(&fixture("wordpress-classic.html"), Writer::Programme)), expected.trim());
}

#[test]
fn a_person_has_no_headings_and_no_pictures() {
    let got = shown(&document(&fixture("wordpress-post.html"), Writer::Person));
    assert!(got.contains("p(<b What they said>)"));
    assert!(got.contains("p(<a https://blog.example.org/wp-content/uploads/2016/02/two.jpg Second>)"));
    assert!(!got.contains("<img") && !got.contains("h2("), "{got}");
    let mail = document("<a href=mailto:a@b.org>me</a> <a href=/x>x</a>", Writer::Person);
    assert_eq!(shown(&mail), "p(me <a https://blog.example.org/x x>)");
}

#[test]
fn white_space_is_as_a_browser_shows_it() {
    for (html, expected) in [
        ("  a \n\t b  ", "p(a b)"),
        ("a <em> b</em> c", "p(a <em b> c)"),
        ("a<em> </em>b", "p(a b)"),
        ("<p>a <br> b<br></p>", "p(a/b)"),
        ("a<br><br>b<br><br><br>c", "p(a) p(b) p(c)"),
        ("<p><br>a</p><p>&nbsp;</p><p></p>", "p(a)"),
        ("<b>a </b>", "p(<b a>)"),
        ("<pre>\n a\n  <b>b</b>\t<br>c\n</pre>", "code( a\n  b\t\nc)"),
        ("<code> a \n b </code>c", "p(`a b `c)"),
        ("a\u{a0} b", "p(a\u{a0} b)"),
        ("a<!-- b -->c", "p(ac)"),
    ] {
        check(html, expected);
    }
}

#[test]
fn lines_and_blocks_may_be_mixed() {
    for (html, expected) in [
        ("a<p>b</p>c<div>d<div>e</div></div>f", "p(a) p(b) p(c) p(d) p(e) p(f)"),
        ("<em>a<p>b</p>c</em>d", "p(<em a>) p(<em b>) p(<em c>d)"),
        ("<a href=https://x.org><h2>a</h2><p>b</p></a>", "h2(<a https://x.org a>) p(<a https://x.org b>)"),
        ("<blockquote>a<cite>b</cite></blockquote>", "quote(p(a) p(<em b>))"),
        ("<li>a<li>b", "p(a) p(b)"),
        ("<ul>a<li>b<ul><li>c</ul><ul>d</ul></ul>", "ul(p(a)|p(b) ul(p(c)) ul(p(d)))"),
        ("<ul><li></ul><ol><li><li>b</ol>", "ol1(|p(b))"),
        ("<h1>a</h1><h6>b</h6><h6>c</h6><h2>d</h2><h2> </h2>", "h2(a) h3(b) h4(c) h2(d)"),
        ("<b>a<strong>b</strong></b> <i>c<em>d</em></i>", "p(<b ab> <em cd>)"),
        ("<custom-a>a<font color=red>b</font></custom-a><q>c</q>", "p(ab“c”)"),
        ("<details><summary>a</summary>b</details>", "p(<b a>) p(b)"),
        (
            "a<form>b<input value=c><button>d</button><textarea>e</textarea><select><option>f</select></form>",
            "p(a) p(b)",
        ),
        (
            "<svg><text>a</text></svg><math><mi>b</mi></math><noscript>c</noscript><template>d</template><title>e</title>",
            "",
        ),
        (
            "<ul class='x blocks-gallery-grid'><li><figure><img src=/p.png><figcaption>a</figure></ul>",
            "figure(<img p.png \"\" ->; a)",
        ),
        ("<figure><img src=/p.png><figcaption><h2>a</h2>b<ul><li>c", "figure(<img p.png \"\" ->; <b a>/b/c)"),
        (
            "<script class=gallery-item>a</script><a class=gallery-icon href=/x>b</a>",
            "p(<a https://blog.example.org/x b>)",
        ),
        ("<style>p { a: b }</style><p STYLE='a:b' onclick=x>on style, One style=on</p>", "p(on style, One style=on)"),
        (
            "<base href=https://evil.example>a <a href=b>base</a>",
            "p(a <a https://blog.example.org/2016/02/week-three/b base>)",
        ),
        ("<p title=on>Ons and onward</p><svg><style>a</style></svg>", "p(Ons and onward)"),
        ("<sup>2</sup><sub>3</sub><sup>th</sup>", "p(²₃th)"),
    ] {
        check(html, expected);
    }
}

#[test]
fn tables_keep_their_shape() {
    for (html, expected) in [
        ("<table><tr><td>a</table>", "p(a)"),
        ("<table><caption>c</caption><tr><td></table>", "p(c)"),
        (
            "<table><tr><td colspan=2>a<td rowspan=101>b<tr><th scope=col>c<td><th>",
            "table[a b c](; 2x1 p(a)|p(b) / v p(c)||)",
        ),
        ("<table><thead><tr><td>&nbsp;<th>a<tbody><tr><th>b<td>c", "table[a b c](; |v p(a) / > p(b)|p(c))"),
        ("<table><tr><td><table><tr><td>a<td>b</table><td>c", "table[a b c](; table[a b](; p(a)|p(b))|p(c))"),
        ("<table><tr><td><ul><li>a</ul><td><img src=/p.png>", "table[a](; ul(p(a))|p(<img p.png \"\" ->))"),
    ] {
        check(html, expected);
    }
}

#[test]
fn pictures_come_from_hosts_of_the_list() {
    for (source, is_shown) in [
        ("https://blog.example.org/p.png", true),
        ("HTTPS://BLOG.example.ORG/p.png", true),
        ("/p.png", true),
        ("p.png", true),
        ("//blog.example.org/p.png", true),
        ("https://files.example.org:8443/p.png", true),
        ("http://127.0.0.1:99/p.png", true),
        ("https:\n//blog.example.org/p.png", true),
        ("https://blog.example.org/a b/p.png", true),
        ("http://blog.example.org/p.png", false),
        ("https://files.example.org/p.png", false),
        ("https://blog.example.org:444/p.png", false),
        ("https://blog.example.org.evil.example/p.png", false),
        ("https://blog.example.org@evil.example/p.png", false),
        ("https://u:p@blog.example.org/p.png", false),
        ("https://evil.example\\@blog.example.org/p.png", false),
        ("https://evil.example#@blog.example.org/p.png", false),
        ("https://xblog.example.org/p.png", false),
        ("https://blog。example.org/p.png", false),
        ("http://127.0.0.1.evil.example/p.png", false),
        ("http://127.0.0.1:99@evil.example/p.png", false),
        ("http://127.0.0.1@evil.example:99/p.png", false),
        ("http://localhost/p.png", false),
        ("//evil.example/p.png", false),
        ("data:image/png;base64,AA", false),
        ("javascript:p.png", false),
        ("blob:https://blog.example.org/p.png", false),
    ] {
        let got = shown(&document(&format!("<img src='{source}' alt=''>"), Writer::Programme));
        assert_eq!(got.contains("<img "), is_shown, "{source}: {got}");
    }
    for (html, expected) in [
        ("<img src=/p.png alt=' a \n b ' width=10 height=20>", "p(<img p.png \"a b\" 10x20>)"),
        ("<img src=/p.png width=10px height=20>", "p(<img p.png \"\" ->)"),
        ("<img src=/p.png width=99999 height=0>", "p(<img p.png \"\" ->)"),
        ("<img src=/p.png width=1 height=1>", ""),
        ("<img src=data:x data-src=/p.png>", "p(<img p.png \"\" ->)"),
        ("<img alt=words>", "p(words)"),
        (
            "x<img src=https://e.org/><img src=https://e.org/b.png?c alt=d>",
            "p(x <a https://e.org/ e.org> <a https://e.org/b.png?c d>)",
        ),
        ("<a href=https://x.org>a<img src=https://e.org/b.png></a>", "p(<a https://x.org a b.png>)"),
        ("<a href=https://x.org/y.png><img src=/p.png></a>", "p(<img p.png \"\" ->)"),
        ("<a href=mailto:a@b.org><img src=/p.png></a>", "p(<a mailto:a@b.org <img p.png \"a@b.org\" ->>)"),
    ] {
        check(html, expected);
    }
}

#[test]
fn what_editors_and_plug_ins_leave_behind() {
    let docs = "<b style='font-weight:normal' id='docs-internal-guid-1'>";
    for (html, expected) in [
        // Google Docs.
        (
            &*format!(
                "{docs}<p><span style='font-weight:400'>Soft.</span> <span style='color:red; FONT-WEIGHT: 700'>Loud.</span></p></b>"
            ),
            "p(Soft. <b Loud.>)",
        ),
        ("<b id=docs-internal-guid-2>Soft</b> <strong style='font-weight:lighter'>too</strong>", "p(Soft too)"),
        (
            "<span style='font-style:italic'>a</span> <em style='font-style:normal'>b</em> <b style='color:red'>c</b>",
            "p(<em a> b <b c>)",
        ),
        // Word.
        (
            "<xml><w:View>Normal</w:View><w:Zoom>0</w:Zoom></xml><style>a{}</style><p class=MsoNormal>Dear all<o:p></o:p></p>",
            "p(Dear all)",
        ),
        (
            "<w:WordDocument><w:View>Print</w:View></w:WordDocument><m:mathPr><m:mathFont>x</m:mathFont></m:mathPr>Dear all",
            "p(Dear all)",
        ),
        // Pictures that come late.
        (
            "<img src=/1x1.gif data-lazy-src=/room.jpg alt=Room><noscript><img src=/room.jpg alt=Room></noscript>",
            "p(<img room.jpg \"Room\" ->)",
        ),
        (
            "<img src=/blank.gif alt=Room> <noscript><img src=/room.jpg alt=Room></noscript> seen",
            "p(<img room.jpg \"Room\" -> seen)",
        ),
        (
            "<a href=/big.jpg><img src='data:image/gif;base64,R0' data-original=/room.jpg></a>",
            "p(<img room.jpg \"\" ->)",
        ),
        (
            "<img src='https://i2.wp.com/blog.example.org/a/room.jpg?resize=300%2C200&ssl=1' alt=Room>",
            "p(<img room.jpg \"Room\" ->)",
        ),
        (
            "<img src='https://i0.wp.com/evil.example/room.jpg' alt=Room>",
            "p(<a https://i0.wp.com/evil.example/room.jpg Room>)",
        ),
        // Footnotes.
        (
            "<p>So<sup data-fn=f class=fn><a href=#f id=f-link>1</a></sup>.</p><ol><li id=f>A letter. <a href=#f-link aria-label='Jump to footnote reference 1'>↩︎</a></li></ol>",
            "p(So¹.) ol1(p(A letter.))",
        ),
        ("<a href=#top>To the top</a> <a href=#x><span>^</span></a>", "p(To the top)"),
        // Short codes without their plug-in.
        (
            "<p>[caption id='a' width=\"300\"]<img src=/cat.jpg alt=Cat> Our cat[/caption]</p>",
            "p(<img cat.jpg \"Cat\" -> Our cat)",
        ),
        ("<code>[a b=\"c\"]</code> [see below]", "p(`[a b=\"c\"]` [see below])"),
        // PHP.
        (
            "<br />\n<b>Notice</b>:  Undefined index: <i>x</i> in <b>/home/x/z.php</b> on line <b>95</b><br />\n<p>The text.</p>",
            "p(The text.)",
        ),
        ("<b>Notice</b>: we meet on line <b>3</b> of the metro", "p(<b Notice>: we meet on line <b 3> of the metro)"),
        ("<table class=xdebug-error><tr><td>/var/www/x.php</td></tr></table>Text", "p(Text)"),
    ] {
        check(html, expected);
    }
}

#[test]
fn links_lead_where_they_may() {
    for (href, expected) in [
        ("https://x.org/a?b=c&amp;d#e", "<a https://x.org/a?b=c&d#e w>"),
        (" /x ", "<a https://blog.example.org/x w>"),
        ("x/y", "<a https://blog.example.org/2016/02/week-three/x/y w>"),
        ("?p=1", "<a https://blog.example.org/2016/02/week-three/?p=1 w>"),
        ("//x.org", "<a https://x.org w>"),
        ("ünï", "<a https://blog.example.org/2016/02/week-three/ünï w>"),
        ("https://x.org/a b\"<>", "<a https://x.org/a%20b%22%3C%3E w>"),
        ("mailto:a@b.org", "<a mailto:a@b.org w>"),
        ("\\\\evil.example", "<a https://blog.example.org/2016/02/week-three/\\\\evil.example w>"),
        ("/\\evil.example", "<a https://blog.example.org/\\evil.example w>"),
        ("#place", "w"),
        ("", "w"),
        ("javascript:x", "w"),
        (" \u{1}java\nscript:x", "w"),
        ("JavaScript&colon;x", "w"),
        ("&#106;avascript:x", "w"),
        ("data:text/html,x", "w"),
        ("vbscript:x", "w"),
        ("tel:1", "w"),
        ("ftp://x.org", "w"),
        ("https:x.org", "w"),
        ("///x.org", "w"),
        ("https://x.org/\u{202e}", "w"),
    ] {
        let href = href.replace('"', "&quot;");
        check(&format!("<a href=\"{href}\" target=_blank onclick=x>w</a>"), &format!("p({expected})"));
    }
}

#[test]
fn what_is_embedded_is_linked_to() {
    for (html, expected) in [
        ("<iframe src=https://x.org/map></iframe>", "p(<a https://x.org/map https://x.org/map>)"),
        ("<iframe src='https://player.vimeo.com/video/7?h=1' title=T></iframe>", "p(<a https://vimeo.com/7 T>)"),
        (
            "<iframe src=//www.youtube-nocookie.com/embed/a_b title=T></iframe>",
            "p(<a https://www.youtube.com/watch?v=a_b T>)",
        ),
        (
            "<iframe src=https://www.youtube.com/embed/videoseries?list=1 title=T></iframe>",
            "p(<a https://www.youtube.com/embed/videoseries?list=1 T>)",
        ),
        ("<iframe srcdoc='<b>x</b>'>y</iframe><iframe src=javascript:x>y</iframe>", ""),
        (
            "<audio controls><source src=/a.ogg><source src=/b.mp3>c</audio>d",
            "p(<a https://blog.example.org/a.ogg a.ogg>d)",
        ),
        ("<video></video><p>a<video>b</video></p>", "p(ab)"),
        ("<a href=https://x.org>a <video src=/v.mp4></video></a>", "p(<a https://x.org a v.mp4>)"),
    ] {
        check(html, expected);
    }
    let video = Piece::Open(Element { name: "video".into(), ..Default::default() });
    let stray = [video, Piece::Close, open("source", "src", "/a")];
    assert_eq!(shown(&read(&stray, Writer::Programme, &blog())), "");
}

#[test]
fn a_title_is_words() {
    for (html, expected) in [
        ("Body &#8217; &amp; more", "Body ’ & more"),
        (" <em>a</em>\n<script>b</script> c<br>d", "a c d"),
        ("a &lt;b&gt;", "a <b>"),
        ("a\u{202e}b", "ab"),
        ("<p>a</p><p>b</p>", "a b"),
        ("", ""),
    ] {
        assert_eq!(words(&pieces(html)), expected, "{html}");
    }
}
