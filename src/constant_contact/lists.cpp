// Lists and custom fields.

#include <iterator>
#include <unordered_set>
#include <utility>

#include "constant_contact/collections.hpp"

namespace muster::constant_contact {

namespace {

std::string encode_pairs(const std::vector<std::pair<std::string, std::string>>& pairs) {
    json::Writer writer;
    writer.object();
    for (const auto& [name, value] : pairs) {
        writer.member(name, value);
    }
    return writer.end().take();
}

} // namespace

Answer<std::vector<ContactList>> Client::lists() {
    Call call;
    call.endpoint = "GET /contact_lists";
    call.url = options_.api_url + "/contact_lists?limit=500&include_membership_count=all&status=active";
    std::vector<ContactList> all;
    std::unordered_set<std::string> seen;
    TRY(each_page<ContactList>(std::move(call), read_lists, [&](std::vector<ContactList>&& lists) {
        for (ContactList& list : lists) {
            if (seen.insert(list.list_id).second) {
                all.push_back(std::move(list));
            }
        }
    }));
    return all;
}

Answer<ContactList> Client::create_list(const std::string& name) {
    Call call;
    call.endpoint = "POST /contact_lists";
    call.url = options_.api_url + "/contact_lists";
    call.body = encode_pairs({{"name", name}});
    call.repeat = Repeat::Never;
    return perform_and_read(call, read_list);
}

Answer<std::vector<CustomField>> Client::custom_fields() {
    Call call;
    call.endpoint = "GET /contact_custom_fields";
    call.url = options_.api_url + "/contact_custom_fields?limit=100";
    std::vector<CustomField> all;
    std::unordered_set<std::string> seen;
    TRY(each_page<CustomField>(std::move(call), read_custom_fields, [&](std::vector<CustomField>&& fields) {
        for (CustomField& field : fields) {
            if (seen.insert(field.custom_field_id).second) {
                all.push_back(std::move(field));
            }
        }
    }));
    return all;
}

Answer<CustomField> Client::create_custom_field(const std::string& label) {
    Call call;
    call.endpoint = "POST /contact_custom_fields";
    call.url = options_.api_url + "/contact_custom_fields";
    call.body = encode_pairs({{"label", label}, {"type", "string"}});
    call.repeat = Repeat::Never;
    return perform_and_read(call, read_custom_field);
}

} // namespace muster::constant_contact
