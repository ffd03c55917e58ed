#include "sync/consent.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/email.hpp"
#include "base/json.hpp"

namespace muster::sync {
namespace {

constexpr std::array<std::string_view, 7> kWrites{
    "POST /contacts",
    "PUT /contacts/{contact_id}",
    "POST /activities/contacts_json_import",
    "POST /contact_lists",
    "POST /activities/contacts_file_import",
    "POST /activities/remove_list_memberships",
    "POST /contact_custom_fields",
};

std::string last_path_part(const std::string& target) {
    const std::string path = target.substr(0, target.find('?'));
    return path.substr(path.find_last_of('/') + 1);
}

/// Everything in a CSV upload that looks like an address.
std::vector<std::string> addresses_in(const std::string& body) {
    std::vector<std::string> keys;
    std::size_t from = 0;
    while (from < body.size()) {
        const std::size_t to = std::min(body.find_first_of("\",;\t\r\n", from), body.size());
        const std::string_view cell = std::string_view(body).substr(from, to - from);
        if (cell.find('@') != std::string_view::npos) {
            keys.push_back(email_key(cell));
        }
        from = to + 1;
    }
    return keys;
}

bool sets_permission(const json::Reader& body) {
    return body["permission_to_send"].present() || body["email_address"]["permission_to_send"].present();
}

} // namespace

void Consent::learn(const AccountView& view) {
    opted_out_.clear();
    opted_out_ids_.clear();
    const ContactBook& contacts = view.contacts();
    for (std::size_t place = 0; place < contacts.size(); ++place) {
        if (contacts.is_opted_out(place) && !contacts.key(place).empty()) {
            learn_opted_out(std::string(contacts.key(place)), contacts.contact_id(place));
        }
    }
}

void Consent::learn_opted_out(const std::string& address_key, const std::string& contact_id) {
    opted_out_.insert(address_key);
    opted_out_ids_.insert(contact_id);
}

Consent::Judged Consent::judge(const std::string& endpoint, const net::Request& request) const {
    Judged judged;
    if (std::ranges::find(kWrites, endpoint) == kWrites.end()) {
        judged.forbidden = fmt::format("{} is none of the calls that a run may make.", endpoint);
    }
    if (endpoint == "POST /activities/contacts_file_import") {
        judged.keys = addresses_in(request.body);
        return judged;
    }
    const auto document = json::Document::parse(request.body);
    if (!document) {
        judged.forbidden = "The request's body could not be read again.";
        return judged;
    }
    json::Problems problems;
    const json::Reader body(*document, problems);
    if (sets_permission(body)) {
        judged.forbidden = "A run never writes permission_to_send.";
    }
    if (endpoint == "POST /activities/contacts_json_import") {
        body["import_data"].each(
            [&](const json::Reader& row) { judged.keys.push_back(email_key(row["email"].text_or(""))); });
    } else if (endpoint == "POST /activities/remove_list_memberships") {
        judge_removal(body, judged);
    } else if (body["email_address"].present()) {
        // The sign-up form has the address as a plain string.
        const json::Reader address = body["email_address"];
        judged.keys.push_back(
            email_key(address.is_object() ? address["address"].text_or("") : address.text_or("")));
    }
    if (endpoint.starts_with("PUT /contacts/")) {
        judged.contact_ids.push_back(last_path_part(request.target));
    }
    if (endpoint != "POST /activities/remove_list_memberships") {
        body["source"]["contact_ids"].each(
            [&](const json::Reader& id) { judged.contact_ids.push_back(id.text_or("")); });
    }
    return judged;
}

void Consent::judge_removal(const json::Reader& body, Judged& judged) const {
    body["list_ids"].each([&](const json::Reader& id) {
        const std::string list_id = id.text_or("");
        if (removable_lists_.contains(list_id)) {
            return;
        }
        const auto undoable = undoable_.find(list_id);
        bool is_allowed = false;
        body["source"]["contact_ids"].each([&, is_first = true](const json::Reader& contact) mutable {
            const std::string contact_id = contact.text_or("");
            const bool is_undone = undoable != undoable_.end() && undoable->second.contains(contact_id) &&
                                   !opted_out_ids_.contains(contact_id);
            is_allowed = is_undone && (is_first || is_allowed);
            is_first = false;
        });
        if (!is_allowed) {
            judged.forbidden = "A run takes Contacts off Active Members and its own holding list only, an undo off "
                               "the lists that the undone run put them on.";
        }
    });
}

std::optional<std::string> Consent::before(const std::string& endpoint, const net::Request& request) {
    if (request.method == "GET" || request.method == "HEAD") {
        return std::nullopt;
    }
    Judged judged = judge(endpoint, request);
    std::vector<std::string> opted_out;
    std::ranges::copy_if(judged.keys, std::back_inserter(opted_out),
                         [this](const auto& key) { return opted_out_.contains(key); });
    std::ranges::copy_if(judged.contact_ids, std::back_inserter(opted_out),
                         [this](const auto& id) { return opted_out_ids_.contains(id); });
    if (mode_ == Mode::Enforce && judged.forbidden) {
        return judged.forbidden;
    }
    if (mode_ == Mode::Enforce && !opted_out.empty()) {
        return fmt::format("{} of the addresses in this request have unsubscribed; nothing of it was sent.",
                           opted_out.size());
    }
    made_mailable_.insert(opted_out.begin(), opted_out.end());
    return std::nullopt;
}

} // namespace muster::sync
