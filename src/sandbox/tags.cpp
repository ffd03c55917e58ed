// Tags, as far as contacts carry them (contract, section 9).

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/activities.hpp"

namespace muster::sandbox {

namespace {

void write_tag(json::Writer& writer, const Call& call, const Tag& tag, bool with_count) {
    writer.object().member("tag_id", tag.id).member("name", tag.name).member("tag_source", tag.source);
    if (with_count) {
        const auto& contacts = call.account->contacts();
        const auto count = std::count_if(contacts.begin(), contacts.end(), [&](const Contact& one) {
            return !one.deleted_at && std::find(one.tags.begin(), one.tags.end(), tag.id) != one.tags.end();
        });
        writer.member("contacts_count", static_cast<std::int64_t>(count));
    }
    writer.member("created_at", call.world.time_text(tag.created_at));
    writer.member("updated_at", call.world.time_text(tag.updated_at)).end();
}

net::Response tag_answer(const Call& call, int status, const Tag& tag, bool with_count) {
    json::Writer writer;
    write_tag(writer, call, tag, with_count);
    return json_answer(status, writer.take());
}

net::Response get_tags(Call& call) {
    const auto page = page_of(call);
    if (!page) {
        return invalid("contact_tags", {"cursor is in an invalid format"});
    }
    call.query = page->query;
    const auto limit = limit_of(call, 500);
    if (!limit) {
        return invalid("contact_tags", {"limit must be a number from 1 to 500"});
    }
    const auto& tags = call.account->tags;
    const std::size_t end = std::min(tags.size(), page->place + *limit);
    json::Writer writer;
    writer.object().key("tags").array();
    for (std::size_t place = page->place; place < end; ++place) {
        write_tag(writer, call, tags[place], call.parameter("include_count") == "true");
    }
    writer.end();
    write_links(writer, call, end < tags.size() ? std::optional(end) : std::nullopt);
    writer.end();
    return json_answer(200, writer.take());
}

net::Response get_tag(Call& call) {
    const Tag* tag = call.account->tag(call.parts[0]);
    return tag == nullptr ? not_found("contact_tags", "tag")
                          : tag_answer(call, 200, *tag, call.parameter("include_count") == "true");
}

/// The name and source of a request; a refusal if they cannot be.
std::optional<net::Response> read_tag(Call& call, std::string_view but_not, std::string& name,
                                      std::string& source) {
    Body body(call, "contact_tags");
    if (body.refusal()) {
        return body.refusal();
    }
    only(body.root(), {"name", "tag_source"}, body.errors());
    name = text_of(body.root(), "name", 255, call.world.switches(), body.errors());
    source = body.root()["tag_source"].text_or("");
    if (trim(name).empty()) {
        body.errors().add("name is missing");
    }
    if (auto complaint = body.complaint()) {
        return complaint;
    }
    const auto& tags = call.account->tags;
    const bool taken = std::any_of(tags.begin(), tags.end(), [&](const Tag& one) {
        return one.id != but_not && ascii_lower(one.name) == ascii_lower(name);
    });
    if (taken) {
        return error_array(409, "contact_tags.api.conflict",
                           {fmt::format("A tag named \"{}\" exists already.", name)});
    }
    return std::nullopt;
}

net::Response post_tag(Call& call) {
    std::string name;
    std::string source;
    if (auto refusal = read_tag(call, "", name, source)) {
        return std::move(*refusal);
    }
    call.account->tags.push_back({call.world.new_id(), name, source, call.now, call.now});
    call.world.changed = true;
    return tag_answer(call, 201, call.account->tags.back(), false);
}

net::Response put_tag(Call& call) {
    Tag* tag = call.account->tag(call.parts[0]);
    if (tag == nullptr) {
        return not_found("contact_tags", "tag");
    }
    std::string name;
    std::string source;
    if (auto refusal = read_tag(call, tag->id, name, source)) {
        return std::move(*refusal);
    }
    tag->name = name;
    tag->updated_at = call.now;
    call.world.changed = true;
    return tag_answer(call, 200, *tag, false);
}

net::Response delete_tag(Call& call) {
    if (call.account->tag(call.parts[0]) == nullptr) {
        return not_found("contact_tags", "tag");
    }
    json::Writer request;
    request.object().member("tag_ids", std::vector<std::string>{call.parts[0]}).end();
    return start_activity(call, "contacts_tags_delete", request.take(), 202);
}

} // namespace

Routes tag_routes() {
    return {
        {"GET", "/contact_tags", "contact_data", get_tags},
        {"POST", "/contact_tags", "contact_data", post_tag},
        {"GET", "/contact_tags/*", "contact_data", get_tag},
        {"PUT", "/contact_tags/*", "contact_data", put_tag},
        {"DELETE", "/contact_tags/*", "contact_data", delete_tag},
    };
}

} // namespace muster::sandbox
