// The addresses for people and for control: "/" and everything below /sandbox.

#include "sandbox/html.hpp"
#include "sandbox/oauth.hpp"

namespace muster::sandbox {

net::Response answer_pages(Call& call) {
    if (call.method == "POST" && is_cross_site(call.request)) {
        return cross_site_refusal();
    }
    if (call.path == "/sandbox/activate") {
        return activate_page(call);
    }
    return html_answer(404, page("Nothing here", "<p>There is no such page.</p>"));
}

} // namespace muster::sandbox
