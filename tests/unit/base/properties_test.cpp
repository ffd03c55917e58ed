#include <algorithm>
#include <string>
#include <vector>

#include "base/crypto.hpp"
#include "base/email.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "support/properties.hpp"

namespace muster {
namespace {

/// Whole graphemes, each of which stays one whatever stands beside it.
const std::vector<std::string> kGraphemes = {
    "a",
    "Z",
    " ",
    "'",
    "\"",
    ",",
    "\u00E9",
    "\u00DF",
    "\u0130",
    "\u4F8B",
    "\uFB01",
    "e\u0301",                                                    // letter and mark
    "\u03B1\u0345\u0301",                                         // iota subscript before the accent
    "o\u0302\u0323\u0301",                                        // three marks
    "\U0001F600",                                                 // emoji
    "\U0001F44B\U0001F3FD",                                       // with a skin tone
    "\u2764\uFE0F",                                               // with a variation selector
    "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466", // joined emoji
    "\U0001F3F3\uFE0F\u200D\U0001F308",                           // joined flag
    "\U0001F1E9\U0001F1EA",
    "\U0001F1FA\U0001F1F8", // flags of two letters
    "\uAC01",
    "\u1112\u1161\u11AB", // Korean syllables, whole and in letters
    "\u05E9\u05B8",
    "\u0645\u064F",
    "\u0E01\u0E33",
    "\u0915\u093F", // right to left, Thai, Devanagari
    "\r\n",
    "\t",
    "\u00A0",
    "\u2028",
};

/// Pieces that change what stands around them: loose marks, joiners, halves of flags, broken bytes.
const std::vector<std::string> kLoosePieces = {
    "\u0301", "\u0345", "\u0323", "\u200D", "\uFE0F", "\U0001F1E9", "\u1112",
    "\u11AB", "\u200B", "\uFEFF", "\x80",   "\xC3",   "\xFF",       "\xED\xA0\x80",
};

std::string concatenated(const std::vector<std::string>& pieces) { return join(pieces, ""); }

rc::Gen<std::vector<std::string>> graphemes() {
    return rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kGraphemes));
}

/// Text of whole graphemes, loose pieces and arbitrary bytes.
rc::Gen<std::string> any_text() {
    const auto piece = rc::gen::oneOf(rc::gen::elementOf(kGraphemes), rc::gen::elementOf(kLoosePieces),
                                      rc::gen::arbitrary<std::string>());
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(piece), concatenated);
}

/// Text that looks like an address more often than chance would have it.
rc::Gen<std::string> nearly_email() {
    static const std::vector<std::string> kPieces = {
        "a",
        "B",
        "bob",
        "O'Neil",
        "+",
        ".",
        "@",
        "@",
        "-",
        "_",
        "1",
        ".org",
        "example.COM",
        "m\u00FCller.de",
        "stra\u00DFe",
        "\u4F8B\u3048.jp",
        "xn--mller-kva",
        "xn--",
        "\u3002",
        "\uFF41",
        "\u03A3",
        " ",
        ",",
        ";",
        "\"",
        "(",
        "\u200D",
        "\xFF",
        "\u00C9",
    };
    return rc::gen::map(rc::gen::container<std::vector<std::string>>(rc::gen::elementOf(kPieces)), concatenated);
}

RC_GTEST_PROP(EmailProperties, R1_TheKeyIsAnAddressWithItselfAsKey, ()) {
    const auto local =
        *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::elementOf(std::string("aZ9+_'-"))));
    const auto domain = *rc::gen::elementOf(std::vector<std::string>{"b.org", "M\u00DCLLER.de", "stra\u00DFe.DE",
                                                                     "\u4F8B\u3048\u3002jp", "X-1.y.Museum"});
    const auto parsed = parse_email(local + "@" + domain);
    RC_PRE(parsed.has_value());
    const auto again = parse_email(parsed->key);
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->key == parsed->key);
    RC_ASSERT(again->address == parsed->key);
    RC_ASSERT(email_key(local + "@" + domain) == parsed->key);
    RC_ASSERT(email_key(parsed->address) == parsed->key);
}

RC_GTEST_PROP(EmailProperties, R2_WhateverIsTypedEitherParsesToAStableKeyOrHasAReason, ()) {
    const auto typed = *rc::gen::oneOf(nearly_email(), any_text());
    const auto parsed = parse_email(typed);
    RC_CLASSIFY(parsed.has_value(), "address");
    if (!parsed) {
        RC_ASSERT(!parsed.error().empty());
        RC_ASSERT(email_key(email_key(typed)) == email_key(typed));
        return;
    }
    RC_ASSERT(parsed->address.size() <= 80U);
    RC_ASSERT(std::count(parsed->address.begin(), parsed->address.end(), '@') == 1);
    RC_ASSERT(ascii_lower(parsed->key) == parsed->key);
    RC_ASSERT(parse_email(parsed->key).value().key == parsed->key);
    RC_ASSERT(email_key(typed) == parsed->key);
}

RC_GTEST_PROP(TextProperties, R6_CutTakesTheMostWholeGraphemesThatFit, ()) {
    const auto pieces = *graphemes();
    const auto limit = *rc::gen::inRange<std::size_t>(0, 60);
    std::string expected;
    for (const auto& piece : pieces) {
        if (code_points(expected) + code_points(piece) > limit) {
            break;
        }
        expected += piece;
    }
    RC_ASSERT(std::string(cut(concatenated(pieces), limit)) == expected);
}

RC_GTEST_PROP(TextProperties, R6_CutIsAPrefixThatFitsAndStaysAsItIsWhenCutAgain, ()) {
    const auto text = *any_text();
    const auto limit = *rc::gen::inRange<std::size_t>(0, 40);
    const auto piece = cut(text, limit);
    RC_ASSERT(code_points(piece) <= limit);
    RC_ASSERT(std::string_view(text).substr(0, piece.size()) == piece);
    RC_ASSERT(cut(piece, limit) == piece);
    RC_ASSERT(!is_valid_utf8(text) || is_valid_utf8(piece));
    RC_ASSERT(code_points(text) > limit || piece.size() == text.size());
}

RC_GTEST_PROP(TextProperties, R4_FoldingTwiceIsFoldingOnce, ()) {
    const auto text = *any_text();
    const auto folded = fold(text);
    RC_ASSERT(is_valid_utf8(folded));
    RC_ASSERT(fold(folded) == folded);
    RC_ASSERT(fold(fold_case(text)) == folded);
}

RC_GTEST_PROP(TextProperties, R11_TheKeyOfAKeyIsItself, ()) {
    const auto text = *any_text();
    const auto key = name_key(text);
    RC_ASSERT(is_valid_utf8(key));
    RC_ASSERT(name_key(key) == key);
    RC_ASSERT(trim(key) == key);
    RC_ASSERT(name_key("  " + text + "\u00A0") == key);
}

RC_GTEST_PROP(JsonProperties, EveryTextComesBackFromADocument, ()) {
    const auto texts = *rc::gen::container<std::vector<std::string>>(rc::gen::map(graphemes(), concatenated));
    const auto key = concatenated(*graphemes());
    const auto indent = *rc::gen::inRange(0, 3);
    json::Writer writer(indent);
    writer.object().key(key).value(texts).end();
    const auto document = json::Document::parse(writer.text());
    RC_ASSERT(document.has_value());
    json::Problems problems;
    std::vector<std::string> read;
    json::Reader(*document, problems)[key].each(
        [&](const json::Reader& text) { read.push_back(text.required_text()); });
    RC_ASSERT(read == texts);
    RC_ASSERT(problems.empty());
}

RC_GTEST_PROP(JsonProperties, AnyBytesMakeADocumentThatIsRead, ()) {
    const auto bytes = *any_text();
    const auto document = json::Document::parse(json::quoted(bytes));
    RC_ASSERT(document.has_value());
    json::Problems problems;
    const auto text = json::Reader(*document, problems).required_text();
    RC_ASSERT(is_valid_utf8(text));
    RC_ASSERT(code_points(text) == code_points(bytes));
    RC_ASSERT(!is_valid_utf8(bytes) || text == bytes);
}

RC_GTEST_PROP(JsonProperties, EveryNumberComesBackFromADocument, (std::int64_t whole, double fraction)) {
    json::Writer writer;
    writer.array().value(whole).value(fraction).end();
    const auto document = json::Document::parse(writer.text());
    RC_ASSERT(document.has_value());
    json::Problems problems;
    std::vector<json::Reader> read;
    json::Reader(*document, problems).each([&](const json::Reader& number) { read.push_back(number); });
    RC_ASSERT(read.at(0).integer() == whole);
    RC_ASSERT(read.at(1).number() == fraction);
}

RC_GTEST_PROP(SealerProperties, OpensWhatItSealedAndNothingThatWasTouched,
              (const std::string& plain, const std::string& place)) {
    const auto sealer = Sealer::create(std::string(32, 'k')).value();
    const auto sealed = sealer.seal(plain, place);
    RC_ASSERT(sealer.open(sealed, place).value() == plain);
    RC_ASSERT(!sealer.open(sealed, place + "x").has_value());
    auto touched = sealed;
    const auto byte = *rc::gen::inRange<std::size_t>(0, sealed.size());
    const auto bit = *rc::gen::inRange(0, 8);
    touched[byte] = static_cast<char>(touched[byte] ^ (1 << bit));
    RC_ASSERT(!sealer.open(touched, place).has_value());
    RC_ASSERT(from_base64(base64(sealed)).value() == sealed);
    RC_ASSERT(from_base64(base64url(sealed)).value() == sealed);
}

RC_GTEST_PROP(TimeProperties, EveryMomentComesBackToTheSecond, ()) {
    const auto micros =
        *rc::gen::inRange<std::int64_t>(-62'135'596'800'000'000, 253'402'300'800'000'000); // the years 1 to 9999
    const auto instant = from_micros(micros);
    RC_ASSERT(to_micros(instant) == micros);
    RC_ASSERT(parse_instant(format_instant(instant)).value() == std::chrono::floor<std::chrono::seconds>(instant));
    RC_ASSERT(next_utc_midnight(instant) > instant);
    RC_ASSERT(next_utc_midnight(instant) - instant <= std::chrono::days(1));
}

} // namespace
} // namespace muster
