#include "net/http.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace muster::net {
namespace {

RC_GTEST_PROP(UrlEncode, IsUndoneByDecoding, (const std::string& text)) {
    RC_ASSERT(url_decode(url_encode(text)) == text);
    RC_ASSERT(url_decode(url_encode(text), false) == text);
}

RC_GTEST_PROP(UrlDecode, NeverGrowsAnyText, (const std::string& text)) {
    RC_ASSERT(url_decode(text).size() <= text.size());
}

RC_GTEST_PROP(EncodeForm, IsUndoneByParsing, (const std::vector<std::pair<std::string, std::string>>& pairs)) {
    RC_ASSERT(parse_form(encode_form(pairs)) == pairs);
}

RC_GTEST_PROP(ParseUrl, ReadsBackWhatItsPartsSpell, ()) {
    const auto label = rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('a', 'z')));
    const std::string host = *label + ".example";
    const int port = *rc::gen::inRange(1, 65'536);
    const std::string path = '/' + url_encode(*rc::gen::arbitrary<std::string>());
    const std::string query = url_encode(*rc::gen::arbitrary<std::string>());
    RC_PRE(host.size() < 60);

    const auto url = parse_url("HTTPS://" + host + ':' + std::to_string(port) + path + '?' + query + "#end");

    RC_ASSERT(url.has_value());
    RC_ASSERT(*url == (Url{"https", host, port, path, query}));
    RC_ASSERT(parse_url(url->origin() + url->path + '?' + url->query) == url);
}

/// Pieces that matter to parsers of URLs, in any order: what is accepted at all must mean the same when put
/// together again.
RC_GTEST_PROP(ParseUrl, IsStableForWhatItAccepts, ()) {
    const auto pieces = *rc::gen::container<std::vector<std::string>>(
        rc::gen::element<std::string>("a", "1", "127", ".", "..", ":", "80", "/", "//", "?", "#", "@", "\\", "[",
                                      "]", "[::1]", "%41", "x", "-", "EVIL"));
    std::string text = "http://" + *rc::gen::element<std::string>("", "a", "a.b", "127.0.0.1", "[::1]", "a/", "a?");
    for (const auto& piece : pieces) {
        text += piece;
    }
    const auto url = parse_url(text);
    RC_CLASSIFY(url.has_value());
    if (url) {
        RC_ASSERT(url->host.find_first_of("@\\/?#[]%") == std::string::npos);
        RC_ASSERT(url->path.empty() || url->path.starts_with('/'));
        RC_ASSERT(parse_url(url->origin() + url->path + (url->query.empty() ? "" : '?' + url->query)) == url);
    }
}

} // namespace
} // namespace muster::net
