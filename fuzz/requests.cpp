// What a browser, or somebody in its place, sends to the back office: cookie, query and JSON body. Reading never
// fails in any other way than by noted problems.

#include <cstddef>
#include <cstdint>
#include <string>

#include "net/http.hpp"
#include "require.hpp"
#include "web/cookie.hpp"
#include "web/input.hpp"
#include "web/selections_input.hpp"

using muster::fuzz::require;
namespace web = muster::web;

namespace {

void read_body(std::string_view text) {
    const auto body = web::Body::parse(text);
    if (!body) {
        return;
    }
    const web::Fields fields(body->root(), {"name", "count", "is_on", "texts", "numbers", "list_groups",
                                            "custom_fields", "member_filter", "rep_filter"});
    const auto name = fields.text("name", 20);
    const auto count = fields.number("count", 1, 9);
    static_cast<void>(fields.yes_no("is_on"));
    const auto texts = fields.texts("texts", 5, 20);
    const auto numbers = fields.numbers("numbers", 5);
    static_cast<void>(fields.pairs("name", 20));
    const auto selections = web::read_selections(body->root());
    require(selections.list_groups.size() <= 1000 && selections.filters.member.size() <= 100);
    if (body->check()) { // what is too long or too much is noted
        require(!name || name->size() <= 4 * 20);
        require(!count || (*count >= 1 && *count <= 9));
        require(texts.size() <= 5 && numbers.size() <= 5);
    }
}

void read_query(std::string_view text) {
    web::Query query(text, {"name", "count", "is_on"});
    const auto name = query.text("name", 20);
    const auto count = query.number("count", 1, 9);
    static_cast<void>(query.yes_no("is_on"));
    if (query.check()) { // what is too long or too much is noted
        require(!name || name->size() <= 4 * 20);
        require(!count || (*count >= 1 && *count <= 9));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = muster::fuzz::as_text(data, size);
    read_body(text);
    read_query(text);
    muster::net::Request request;
    request.headers.add("Cookie", std::string(text));
    for (const web::Way way : {web::Way::Plain, web::Way::Secure}) {
        if (const auto token = web::session_cookie(request, way)) {
            require(token->find(';') == std::string::npos && text.find(*token) != std::string::npos);
        }
    }
    return 0;
}
