// Contact lists (contract, section 7).

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/activities.hpp"
#include "sandbox/body.hpp"

namespace muster::sandbox {

namespace {

void write_list(json::Writer& writer, const World& world, const List& list, std::optional<std::int64_t> members) {
    writer.object().member("list_id", list.id).member("name", list.name);
    writer.member("description", list.description).member("favorite", list.favorite);
    writer.member("created_at", world.time_text(list.created_at));
    writer.member("updated_at", world.time_text(list.updated_at));
    if (list.deleted_at) {
        writer.member("deleted_at", world.time_text(*list.deleted_at));
    }
    if (members) {
        writer.member("membership_count", *members);
    }
    writer.end();
}

std::string key_of(std::string_view name, const Switches& switches) {
    std::string key(switches.list_name_blanks == Compared::Folded ? trim(name) : name);
    return switches.list_name_case == Compared::Folded ? ascii_lower(key) : key;
}

/// The other list that owns the name.
const List* owner_of(const Account& account, std::string_view name, std::string_view but_not,
                     const Switches& switches) {
    const std::string key = key_of(name, switches);
    for (const auto& list : account.lists) {
        const bool counts = !list.deleted_at || switches.deleted_list_name == DeletedName::Taken;
        if (counts && list.id != but_not && key_of(list.name, switches) == key) {
            return &list;
        }
    }
    return nullptr;
}

struct ListInput {
    std::string name;
    std::optional<std::string> description;
    std::optional<bool> favorite;
};

ListInput read_list(Body& body, const Switches& switches) {
    only(body.root(), {"name", "description", "favorite"}, body.errors());
    ListInput input;
    input.name = text_of(body.root(), "name", 255, switches, body.errors());
    if (switches.list_name_blanks == Compared::Folded) {
        input.name = std::string(trim(input.name));
    }
    if (trim(input.name).empty()) {
        body.errors().add("name is missing");
    }
    input.description = body.root()["description"].text();
    input.favorite = body.root()["favorite"].boolean();
    return input;
}

net::Response duplicate(std::string_view name) {
    return error_array(409, "contact_lists.api.conflict",
                       {fmt::format("A list named \"{}\" exists already.", name)});
}

net::Response list_answer(const World& world, int status, const List& list) {
    json::Writer writer;
    write_list(writer, world, list, std::nullopt);
    return json_answer(status, writer.take());
}

net::Response post_list(Call& call) {
    Body body(call, "contact_lists");
    if (body.refusal()) {
        return *body.refusal();
    }
    const ListInput input = read_list(body, call.world.switches());
    if (const auto complaint = body.complaint()) {
        return *complaint;
    }
    if (owner_of(*call.account, input.name, "", call.world.switches()) != nullptr) {
        return duplicate(input.name);
    }
    if (call.account->live_lists() >= call.world.options.max_lists) {
        return invalid("contact_lists", {"The account holds as many lists as it can."});
    }
    List list{call.world.new_id(),
              input.name,
              input.description.value_or(""),
              input.favorite.value_or(false),
              call.now,
              call.now,
              {}};
    call.account->lists.push_back(std::move(list));
    call.world.changed = true;
    return list_answer(call.world, 201, call.account->lists.back());
}

net::Response put_list(Call& call) {
    List* list = call.account->live_list(call.parts[0]);
    if (list == nullptr) {
        return not_found("contact_lists", "list");
    }
    Body body(call, "contact_lists");
    if (body.refusal()) {
        return *body.refusal();
    }
    const Switches& switches = call.world.switches();
    const ListInput input = read_list(body, switches);
    if (const auto complaint = body.complaint()) {
        return *complaint;
    }
    if (owner_of(*call.account, input.name, list->id, switches) != nullptr) {
        return duplicate(input.name);
    }
    const bool keeps = switches.put_list_omitted == Kept::Keep;
    list->name = input.name;
    list->description = input.description.value_or(keeps ? list->description : "");
    list->favorite = input.favorite.value_or(keeps && list->favorite);
    list->updated_at = call.now;
    call.world.changed = true;
    return list_answer(call.world, 200, *list);
}

/// `include_membership_count`; false if it has no valid value.
bool read_count_kind(const Call& call, bool& wanted, bool& active_only) {
    const auto text = call.parameter("include_membership_count");
    wanted = text.has_value();
    active_only = text == "active";
    return !text || *text == "all" || *text == "active";
}

bool has_status(const List& list, const std::vector<std::string>& statuses) {
    return std::any_of(statuses.begin(), statuses.end(), [&](const std::string& status) {
        return status == "all" || (status == "deleted") == list.deleted_at.has_value();
    });
}

net::Response get_lists(Call& call) {
    const auto page = page_of(call);
    if (!page) {
        return invalid("contact_lists", {"cursor is in an invalid format"});
    }
    call.query = page->query;
    bool counts = false;
    bool active_only = false;
    const auto limit = limit_of(call, 1000); // 500 in its text, 1000 in its schema: section 7
    const auto statuses = split_list(call.parameter("status").value_or("active"), ',');
    const bool known = std::all_of(statuses.begin(), statuses.end(), [](const std::string& status) {
        return status == "all" || status == "active" || status == "deleted";
    });
    if (!limit || !read_count_kind(call, counts, active_only) || !known) {
        return invalid("contact_lists", {"limit, status or include_membership_count does not have a valid value"});
    }
    const auto members =
        counts ? call.account->list_counts(active_only) : decltype(call.account->list_counts(true)){};
    const auto name = call.parameter("name");
    const bool wants_sms = call.parameter("channel_type") == "sms";
    std::vector<const List*> found;
    for (const auto& list : call.account->lists) {
        if (has_status(list, statuses) && !wants_sms && (!name || list.name == *name)) {
            found.push_back(&list);
        }
    }
    json::Writer writer;
    writer.object().key("lists").array();
    const std::size_t end = std::min(found.size(), page->place + *limit);
    for (std::size_t place = page->place; place < end; ++place) {
        const auto count = members.find(found[place]->id);
        const std::int64_t size = count == members.end() ? 0 : count->second;
        write_list(writer, call.world, *found[place], counts ? std::optional(size) : std::nullopt);
    }
    writer.end();
    if (call.parameter("include_count") == "true") {
        writer.member("lists_count", found.size());
    }
    write_links(writer, call, end < found.size() ? std::optional(end) : std::nullopt);
    writer.end();
    return json_answer(200, writer.take());
}

net::Response get_list(Call& call) {
    const List* list = call.account->list(call.parts[0]);
    bool counts = false;
    bool active_only = false;
    if (list == nullptr) {
        return not_found("contact_lists", "list");
    }
    if (!read_count_kind(call, counts, active_only)) {
        return invalid("contact_lists", {"include_membership_count does not have a valid value"});
    }
    std::optional<std::int64_t> members;
    if (counts) {
        members = call.account->list_counts(active_only)[list->id];
    }
    json::Writer writer;
    write_list(writer, call.world, *list, members);
    return json_answer(200, writer.take());
}

net::Response delete_list(Call& call) {
    const List* list = call.account->live_list(call.parts[0]);
    if (list == nullptr) {
        return not_found("contact_lists", "list");
    }
    json::Writer request;
    request.object().member("list_ids", std::vector<std::string>{list->id}).end();
    net::Response response = start_activity(call, "list_delete", request.take(), 202);
    if (response.status == 202) {
        const auto& activity = call.account->activities.back();
        response.headers.set("Location", call.world.options.api_base + "/activities/" + activity.id);
    }
    return response;
}

} // namespace

Routes list_routes() {
    return {
        {"GET", "/contact_lists", "contact_data", get_lists},
        {"POST", "/contact_lists", "contact_data", post_list},
        {"GET", "/contact_lists/*", "contact_data", get_list},
        {"PUT", "/contact_lists/*", "contact_data", put_list},
        {"DELETE", "/contact_lists/*", "contact_data", delete_list},
    };
}

} // namespace muster::sandbox
