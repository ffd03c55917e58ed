// Jobs on many contacts, lists, tags and fields at once (contract, sections 8, 9 and 10.3).

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "sandbox/activities.hpp"
#include "sandbox/contacts.hpp"

namespace muster::sandbox {

namespace {

constexpr std::size_t kMaxIds = 500;
constexpr std::size_t kMaxLists = 50;
constexpr std::size_t kMaxDeleted = 100;

/// Exactly one way to say which contacts are meant, and `exclude` only where it is allowed.
void check_source(const json::Reader& root, std::initializer_list<std::string_view> known, Errors& errors) {
    const json::Reader source = root["source"];
    if (!source.present()) {
        errors.add("source is missing");
        return;
    }
    only(source, known, errors);
    std::size_t ways = 0;
    for (const std::string_view way : known) {
        const bool is_flag = way == "all_active_contacts" || way == "new_subscriber";
        ways += is_flag ? (source[way].boolean().value_or(false) ? 1U : 0U) : (source[way].present() ? 1U : 0U);
    }
    if (ways != 1) {
        errors.add("source must hold exactly one property");
    }
    (void)ids_of(source, "contact_ids", kMaxIds, errors);
    (void)ids_of(source, "list_ids", kMaxLists, errors);
    (void)ids_of(source, "tag_ids", kMaxLists, errors);
    if (source["segment_id"].present() || source["engagement_level"].present()) {
        errors.add("source: the sandbox has no segments and no engagement levels");
    }
    if (root["exclude"].present()) {
        only(root["exclude"], {"contact_ids"}, errors);
        (void)ids_of(root["exclude"], "contact_ids", kMaxIds, errors);
        if (!source["list_ids"].present() && !source["all_active_contacts"].boolean().value_or(false)) {
            errors.add("exclude goes only with list_ids or all_active_contacts");
        }
    }
}

void check_lists(const json::Reader& root, std::size_t most, Call& call, Errors& errors) {
    const auto ids = ids_of(root, "list_ids", most, errors);
    if (ids.empty()) {
        errors.add("list_ids is missing");
    }
    for (const auto& id : ids) {
        if (call.account->live_list(id) == nullptr) {
            errors.add(fmt::format("list_ids holds {}, which is not a list of this account", id));
        }
    }
}

using Check = void (*)(const json::Reader& root, Call& call, Errors& errors);

net::Response start_checked(Call& call, std::string_view kind, Check check) {
    Body body(call, "activities");
    if (body.refusal()) {
        return *body.refusal();
    }
    check(body.root(), call, body.errors());
    if (const auto complaint = body.complaint()) {
        return *complaint;
    }
    return start_activity(call, kind, call.request.body);
}

net::Response add_memberships(Call& call) {
    return start_checked(call, "add_list_memberships", [](const json::Reader& root, Call& c, Errors& errors) {
        only(root, {"source", "exclude", "list_ids"}, errors);
        check_source(
            root, {"contact_ids", "list_ids", "all_active_contacts", "tag_ids", "engagement_level", "segment_id"},
            errors);
        check_lists(root, kMaxLists, c, errors);
    });
}

net::Response remove_memberships(Call& call) {
    return start_checked(call, "remove_list_memberships", [](const json::Reader& root, Call& c, Errors& errors) {
        only(root, {"source", "exclude", "list_ids"}, errors);
        check_source(root, {"contact_ids", "list_ids", "all_active_contacts", "tag_ids", "engagement_level"},
                     errors);
        check_lists(root, kMaxLists, c, errors);
    });
}

net::Response delete_contacts(Call& call) {
    return start_checked(call, "contact_delete", [](const json::Reader& root, Call&, Errors& errors) {
        only(root, {"contact_ids", "list_ids"}, errors);
        const auto contacts = ids_of(root, "contact_ids", kMaxIds, errors);
        const auto lists = ids_of(root, "list_ids", kMaxLists, errors);
        if (contacts.empty() == lists.empty()) {
            errors.add("either contact_ids or list_ids is needed");
        }
    });
}

net::Response delete_lists(Call& call) {
    return start_checked(call, "list_delete", [](const json::Reader& root, Call& c, Errors& errors) {
        only(root, {"list_ids"}, errors);
        check_lists(root, kMaxDeleted, c, errors);
    });
}

net::Response delete_fields(Call& call) {
    return start_checked(call, "custom_fields_delete", [](const json::Reader& root, Call&, Errors& errors) {
        only(root, {"custom_field_ids"}, errors);
        if (ids_of(root, "custom_field_ids", kMaxDeleted, errors).empty()) {
            errors.add("custom_field_ids is missing");
        }
    });
}

net::Response delete_tags(Call& call) {
    return start_checked(call, "contacts_tags_delete", [](const json::Reader& root, Call&, Errors& errors) {
        only(root, {"tag_ids"}, errors);
        if (ids_of(root, "tag_ids", kMaxIds, errors).empty()) {
            errors.add("tag_ids is missing");
        }
    });
}

void check_taggings(const json::Reader& root, Call& call, Errors& errors) {
    only(root, {"source", "exclude", "tag_ids"}, errors);
    check_source(root, {"contact_ids", "list_ids", "tag_ids", "all_active_contacts", "new_subscriber"}, errors);
    const auto tags = ids_of(root, "tag_ids", kMaxLists, errors);
    if (tags.empty()) {
        errors.add("tag_ids is missing");
    }
    for (const auto& id : tags) {
        if (call.account->tag(id) == nullptr) {
            errors.add(fmt::format("tag_ids holds {}, which is not a tag of this account", id));
        }
    }
}

net::Response add_taggings(Call& call) { return start_checked(call, "contacts_taggings_add", check_taggings); }
net::Response remove_taggings(Call& call) {
    return start_checked(call, "contacts_taggings_remove", check_taggings);
}

bool on_any(const std::vector<std::string>& has, const std::vector<std::string>& wanted) {
    return std::any_of(has.begin(), has.end(), [&](const std::string& id) {
        return std::find(wanted.begin(), wanted.end(), id) != wanted.end();
    });
}

/// The contacts that a checked `source` means; deleted ones only where they are named by id.
std::vector<Contact*> chosen(const json::Reader& root, Account& account, Instant now) {
    Errors ignored;
    const json::Reader source = root["source"];
    const auto ids = ids_of(source, "contact_ids", kMaxIds, ignored);
    const auto lists = ids_of(source, "list_ids", kMaxLists, ignored);
    const auto tags = ids_of(source, "tag_ids", kMaxLists, ignored);
    const auto left_out = ids_of(root["exclude"], "contact_ids", kMaxIds, ignored);
    const std::unordered_set<std::string> excluded(left_out.begin(), left_out.end());
    std::vector<Contact*> result;
    for (const auto& id : ids) {
        if (Contact* contact = account.contact(id)) {
            result.push_back(contact);
        }
    }
    if (!ids.empty()) {
        return result;
    }
    const bool all_active = source["all_active_contacts"].boolean().value_or(false);
    for (auto& contact : account.contacts()) {
        const bool is_new = contact.created_at > now - std::chrono::days(30);
        const bool meant = !lists.empty()  ? on_any(contact.lists, lists)
                           : !tags.empty() ? on_any(contact.tags, tags)
                           : all_active    ? is_active(contact)
                                           : is_active(contact) && is_new;
        if (meant && !contact.deleted_at && !excluded.contains(contact.id)) {
            result.push_back(&contact);
        }
    }
    return result;
}

void count_items(Activity& activity, std::size_t total, std::size_t done) {
    set_counter(activity, "items_total_count", static_cast<std::int64_t>(total));
    set_counter(activity, "items_completed_count", static_cast<std::int64_t>(done));
}

void run_add(World& world, Account& account, Activity& activity, const json::Reader& root, Instant now) {
    Errors ignored;
    const auto lists = ids_of(root, "list_ids", kMaxLists, ignored);
    const AddUnsubscribed how = world.switches().add_lists_unsubscribed;
    const auto contacts = chosen(root, account, now);
    std::size_t done = 0;
    for (Contact* contact : contacts) {
        if (contact->is_unsubscribed() && how != AddUnsubscribed::Add) {
            if (how == AddUnsubscribed::Errors) {
                activity.errors.push_back(
                    fmt::format("Contact {} is unsubscribed and cannot be added to a list", contact->id));
            }
            continue;
        }
        contact->deleted_at.reset(); // adding to a list brings a deleted contact back: section 5.7
        for (const auto& list : lists) {
            if (account.live_list(list) != nullptr && !join_list(world, *contact, list, now)) {
                activity.errors.push_back(fmt::format("Contact {} is on 50 lists already", contact->id));
            }
        }
        ++done;
    }
    count_items(activity, contacts.size(), done);
    set_counter(activity, "list_count", static_cast<std::int64_t>(lists.size()));
}

void run_remove(World& world, Account& account, Activity& activity, const json::Reader& root, Instant now) {
    Errors ignored;
    const auto lists = ids_of(root, "list_ids", kMaxLists, ignored);
    const auto contacts = chosen(root, account, now);
    for (Contact* contact : contacts) {
        for (const auto& list : lists) {
            leave_list(world, *contact, list, now);
        }
    }
    count_items(activity, contacts.size(), contacts.size());
    set_counter(activity, "list_count", static_cast<std::int64_t>(lists.size()));
}

void run_contact_delete(Account& account, Activity& activity, const json::Reader& root, Instant now) {
    Errors ignored;
    const auto ids = ids_of(root, "contact_ids", kMaxIds, ignored);
    const auto lists = ids_of(root, "list_ids", kMaxLists, ignored);
    std::size_t done = 0;
    for (const auto& id : ids) {
        if (Contact* contact = account.contact(id)) {
            mark_deleted(*contact, now);
            ++done;
        }
    }
    for (auto& contact : account.contacts()) {
        if (!lists.empty() && !contact.deleted_at && on_any(contact.lists, lists)) {
            mark_deleted(contact, now);
            ++done;
        }
    }
    count_items(activity, ids.empty() ? done : ids.size(), done);
    set_counter(activity, "list_count", static_cast<std::int64_t>(lists.size()));
}

void run_list_delete(World& world, Account& account, Activity& activity, const json::Reader& root, Instant now) {
    Errors ignored;
    std::int64_t deleted = 0;
    for (const auto& id : ids_of(root, "list_ids", kMaxDeleted, ignored)) {
        if (List* list = account.live_list(id)) {
            list->deleted_at = now;
            list->updated_at = now;
            ++deleted;
            for (auto& contact : account.contacts()) {
                leave_list(world, contact, id, now);
            }
        }
    }
    set_counter(activity, "list_count", deleted);
}

void run_field_delete(Account& account, Activity& activity, const json::Reader& root) {
    Errors ignored;
    const auto ids = ids_of(root, "custom_field_ids", kMaxDeleted, ignored);
    std::size_t done = 0;
    for (const auto& id : ids) {
        done += std::erase_if(account.fields, [&](const Field& one) { return one.id == id; });
        for (auto& contact : account.contacts()) {
            std::erase_if(contact.custom_fields, [&](const FieldValue& one) { return one.field_id == id; });
        }
    }
    count_items(activity, ids.size(), done);
}

void run_tag_delete(Account& account, Activity& activity, const json::Reader& root) {
    Errors ignored;
    const auto ids = ids_of(root, "tag_ids", kMaxIds, ignored);
    std::size_t done = 0;
    for (const auto& id : ids) {
        done += std::erase_if(account.tags, [&](const Tag& one) { return one.id == id; });
        for (auto& contact : account.contacts()) {
            std::erase(contact.tags, id);
        }
    }
    count_items(activity, ids.size(), done);
}

void run_taggings(Account& account, Activity& activity, const json::Reader& root, Instant now) {
    Errors ignored;
    const bool adds = activity.kind == "contacts_taggings_add";
    const auto tags = ids_of(root, "tag_ids", kMaxLists, ignored);
    const auto contacts = chosen(root, account, now);
    for (Contact* contact : contacts) {
        for (const auto& tag : tags) {
            std::erase(contact->tags, tag);
            if (adds && contact->tags.size() < 50) {
                contact->tags.push_back(tag);
            }
        }
    }
    count_items(activity, contacts.size(), contacts.size());
}

} // namespace

void run_job(World& world, Account& account, Activity& activity, Instant now) {
    const auto document = json::Document::parse(activity.body);
    if (!document) {
        activity.state = "failed";
        return;
    }
    json::Problems problems;
    const json::Reader root(*document, problems);
    if (activity.kind == "add_list_memberships") {
        run_add(world, account, activity, root, now);
    } else if (activity.kind == "remove_list_memberships") {
        run_remove(world, account, activity, root, now);
    } else if (activity.kind == "contact_delete") {
        run_contact_delete(account, activity, root, now);
    } else if (activity.kind == "list_delete") {
        run_list_delete(world, account, activity, root, now);
    } else if (activity.kind == "custom_fields_delete") {
        run_field_delete(account, activity, root);
    } else if (activity.kind == "contacts_tags_delete") {
        run_tag_delete(account, activity, root);
    } else {
        run_taggings(account, activity, root, now);
    }
}

Routes job_routes() {
    return {
        {"POST", "/activities/add_list_memberships", "contact_data", add_memberships},
        {"POST", "/activities/remove_list_memberships", "contact_data", remove_memberships},
        {"POST", "/activities/contact_delete", "contact_data", delete_contacts},
        {"POST", "/activities/list_delete", "contact_data", delete_lists},
        {"POST", "/activities/custom_fields_delete", "contact_data", delete_fields},
        {"POST", "/activities/contacts_tags_delete", "contact_data", delete_tags},
        {"POST", "/activities/contacts_taggings_add", "contact_data", add_taggings},
        {"POST", "/activities/contacts_taggings_remove", "contact_data", remove_taggings},
    };
}

} // namespace muster::sandbox
