#pragma once

// Reading a collection page by page; shared by the files that make up the client.

#include "constant_contact/client_call.hpp"
#include "constant_contact/paging.hpp"

namespace muster::constant_contact {

template <class T>
Answer<void> Client::each_page(Call call, Result<Page<T>> (*read)(const json::Document&),
                               const std::function<void(std::vector<T>&&)>& visit) {
    PageTrail trail(call.url);
    while (true) {
        call.url = trail.url();
        TRY_ASSIGN(Page<T> page, perform_and_read(call, read));
        visit(std::move(page.items));
        if (page.next.empty()) {
            return {};
        }
        if (const auto followed = trail.follow(page.next); !followed) {
            return api_failure(Failure::Malformed, call.endpoint + ": " + followed.error().message);
        }
    }
}

} // namespace muster::constant_contact
