#include <unordered_set>
#include <utility>

#include "base/text.hpp"
#include "constant_contact/collections.hpp"

namespace muster::constant_contact {

namespace {

constexpr std::string_view kSubresources = "custom_fields,list_memberships,phone_numbers,street_addresses";

/// `status` is always sent: what its absence means is disputed (contract, 5.2).
std::string query_of(const ContactQuery& query) {
    std::vector<std::pair<std::string, std::string>> pairs{{"status", query.status}};
    if (!query.email.empty()) {
        pairs.emplace_back("email", query.email);
    }
    if (!query.lists.empty()) {
        pairs.emplace_back("lists", join(query.lists, ","));
    }
    if (query.updated_after) {
        pairs.emplace_back("updated_after", format_instant(*query.updated_after));
    }
    if (query.optout_after) {
        pairs.emplace_back("optout_after", format_instant(*query.optout_after));
    }
    if (query.with_subresources) {
        pairs.emplace_back("include", kSubresources);
    }
    pairs.emplace_back("limit", std::to_string(query.limit));
    return net::encode_form(pairs);
}

} // namespace

Answer<void> Client::each_contact(const ContactQuery& query, const std::function<void(Contact&&)>& visit) {
    Call call;
    call.endpoint = "GET /contacts";
    call.url = options_.api_url + "/contacts?" + query_of(query);
    std::unordered_set<std::string> seen;
    return each_page<Contact>(std::move(call), read_contacts, [&](std::vector<Contact>&& contacts) {
        for (Contact& contact : contacts) {
            if (seen.insert(contact.contact_id).second) {
                visit(std::move(contact));
            }
        }
    });
}

Answer<Contact> Client::create_contact(const NewContact& contact) {
    Call call;
    call.endpoint = "POST /contacts";
    call.url = options_.api_url + "/contacts";
    call.body = encode_new_contact(contact);
    call.repeat = Repeat::Never;
    return perform_and_read(call, read_contact);
}

Answer<Contact> Client::update_contact(const std::string& contact_id, const ContactUpdate& update) {
    if (update.list_memberships && update.list_memberships->empty()) {
        return api_failure(Failure::Refused,
                           "A Contact cannot be taken off its last list by a single write; use the "
                           "removal activity instead.");
    }
    Call call;
    call.endpoint = "PUT /contacts/{contact_id}";
    call.url = options_.api_url + "/contacts/" + net::url_encode(contact_id);
    call.body = encode_contact_update(update);
    return perform_and_read(call, read_contact);
}

} // namespace muster::constant_contact
