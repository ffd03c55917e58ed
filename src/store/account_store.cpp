#include "store/account_store.hpp"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "base/email.hpp"
#include "base/json.hpp"
#include "roster/records.hpp"
#include "store/names.hpp"
#include "store/sealed_places.hpp"
#include "store/sealed_values.hpp"

namespace muster::store {

namespace cc = constant_contact;

namespace {

std::string_view as_text(const std::array<std::uint8_t, 16>& digest) {
    return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string to_json(const std::vector<cc::CustomField>& fields) {
    json::Writer out;
    out.array();
    for (const auto& field : fields) {
        out.object().member("custom_field_id", field.custom_field_id).member("label", field.label);
        out.member("name", field.name).member("type", field.type).end();
    }
    return out.end().take();
}

std::string to_json(const std::vector<cc::ContactList>& lists) {
    json::Writer out;
    out.array();
    for (const auto& list : lists) {
        out.object().member("list_id", list.list_id).member("name", list.name);
        out.member("membership_count", list.membership_count).end();
    }
    return out.end().take();
}

/// Calls `visit` for each element of an array that to_json wrote.
template <class Visit>
void each_of(std::string_view text, Visit visit) {
    const auto document = json::Document::parse(text);
    if (!document) {
        throw db::StoreLost("The store is damaged: " + document.error().message, db::Loss::Damaged);
    }
    json::Problems problems;
    json::Reader(*document, problems).each(visit);
}

std::vector<cc::CustomField> custom_fields_from(std::string_view text) {
    std::vector<cc::CustomField> fields;
    each_of(text, [&](const json::Reader& field) {
        fields.push_back({field["custom_field_id"].text_or(""), field["label"].text_or(""),
                          field["name"].text_or(""), field["type"].text_or("")});
    });
    return fields;
}

std::vector<cc::ContactList> lists_from(std::string_view text) {
    std::vector<cc::ContactList> lists;
    each_of(text, [&](const json::Reader& list) {
        lists.push_back(
            {list["list_id"].text_or(""), list["name"].text_or(""), list["membership_count"].integer_or(0)});
    });
    return lists;
}

std::optional<std::int64_t> micros(const std::optional<Instant>& instant) {
    return instant ? std::optional(to_micros(*instant)) : std::nullopt;
}

std::optional<Instant> instant_at(const db::Cursor& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(from_micros(row.number(column)));
}

class StoreAccount final : public sync::AccountStore {
  public:
    StoreAccount(Core& core, DatabaseId database, std::string run_id)
        : core_(core), database_(database), run_id_(std::move(run_id)) {}

    sync::StoredAccount load() override {
        return read_from(core_, [&](Session& session) -> sync::StoredAccount {
            sync::StoredAccount account;
            load_view(session, account);
            load_contacts(session, account);
            load_memberships(session, account);
            for (auto rows = session["learned.all"].query({database_.number}); rows.next();) {
                account.learned.push_back({rows.copy(0), rows.copy(1), rows.copy(2), rows.copy(3)});
            }
            for (auto rows = session["remembered_list.all"].query({database_.number}); rows.next();) {
                account.lists.push_back({rows.copy(0), rows.copy(1)});
            }
            return account;
        });
    }

    void apply(const sync::AccountChanges& changes, const std::vector<sync::AttributeChange>& attributes) override {
        write(core_, scope_of(database_), [&](Session& session) {
            check_fence(session, database_, run_id_);
            if (changes.replace_contacts) {
                remove_others(session, changes.contacts);
            }
            for (const auto& contact : changes.contacts) {
                put_contact(session, database_, contact);
            }
            apply_memberships(session, changes);
            for (const auto& learned : changes.learned) {
                session["learned.put"].run({database_.number, learned.contact_id, learned.field,
                                            db::Bytes{learned.sent_digest}, db::Bytes{learned.kept_digest}});
            }
            for (const auto& list : changes.lists) {
                session["remembered_list.put"].run({database_.number, list.group_key, list.list_id});
            }
            apply_view(session, changes);
            if (changes.replace_contacts || !changes.contacts.empty()) {
                session["view.count_contacts"].run({database_.number});
            }
            apply_attributes(session, attributes);
        });
    }

    std::int64_t lift(const std::string& contact_id, const std::string& list_id) override {
        return write(core_, scope_of(database_), [&](Session& session) -> std::int64_t {
            const auto lifted = session["membership.lift"].count_changed(
                {database_.number, contact_id, list_id, static_cast<int>(sync::MembershipState::Left)});
            return lifted;
        });
    }

  private:
    void load_view(Session& session, sync::StoredAccount& account) const {
        auto row = session["view.get"].query({database_.number});
        if (row.next()) {
            account.custom_fields = custom_fields_from(row.text(0));
            account.account_lists = lists_from(row.text(1));
            account.full_read_at = instant_at(row, 2);
            account.optouts_read_at = instant_at(row, 3);
        }
    }

    void load_contacts(Session& session, sync::StoredAccount& account) const {
        auto rows = session["contact.all"].query({database_.number});
        while (rows.next()) {
            account.contacts.push_back(open_contact(rows, core_.sealer, database_));
        }
    }

    void load_memberships(Session& session, sync::StoredAccount& account) const {
        auto rows = session["membership.all"].query({database_.number});
        while (rows.next()) {
            account.memberships.set(
                {rows.copy(0), rows.copy(1), static_cast<sync::MembershipState>(rows.number(2))});
        }
    }

    void remove_others(Session& session, const sync::ContactBook& contacts) const {
        std::unordered_set<std::string> kept;
        kept.reserve(contacts.size());
        for (std::size_t place = 0; place < contacts.size(); ++place) {
            kept.insert(contacts.contact_id(place));
        }
        std::vector<std::string> others;
        for (auto rows = session["contact.ids"].query({database_.number}); rows.next();) {
            std::string id = rows.copy(0);
            if (!kept.contains(id)) {
                others.push_back(std::move(id));
            }
        }
        for (const auto& contact_id : others) {
            session["contact.remove"].run({database_.number, contact_id});
        }
    }

    void apply_memberships(Session& session, const sync::AccountChanges& changes) const {
        for (const auto& membership : changes.forget) {
            session["membership.remove"].run({database_.number, membership.contact_id, membership.list_id});
        }
        for (const auto& membership : changes.remember) {
            session["membership.put"].run(
                {database_.number, membership.contact_id, membership.list_id, static_cast<int>(membership.state)});
        }
    }

    void apply_view(Session& session, const sync::AccountChanges& changes) const {
        sync::StoredAccount known;
        load_view(session, known);
        session["view.put"].run(
            {database_.number, to_json(changes.custom_fields.value_or(known.custom_fields)),
             to_json(changes.account_lists.value_or(known.account_lists)),
             micros(changes.full_read_at || changes.forget_full_read ? changes.full_read_at : known.full_read_at),
             micros(changes.optouts_read_at ? changes.optouts_read_at : known.optouts_read_at)});
    }

    void apply_attributes(Session& session, const std::vector<sync::AttributeChange>& changes) const {
        Names names(session, database_, kAttribute);
        const auto attribute = names.find_or_add(roster::kUnsubscribedAttribute); // R16: created if missing
        for (const auto& change : changes) {
            apply_attribute(session, attribute, change);
        }
    }

    /// A Rep that was removed meanwhile is left out. `updated` stays: nobody edited the Rep.
    void apply_attribute(Session& session, std::int64_t attribute, const sync::AttributeChange& change) const {
        std::int64_t record_number = 0;
        Numbers numbers;
        {
            auto row = session["rep.attribute_state"].query({database_.number, change.rep_id});
            if (!row.next()) {
                return;
            }
            record_number = row.number(0);
            numbers = to_numbers(row.text(1));
        }
        std::erase(numbers, attribute);
        if (change.assigned) {
            numbers.insert(std::upper_bound(numbers.begin(), numbers.end(), attribute), attribute);
        }
        session[change.assigned ? "rep_names.add" : "rep_names.remove"].run(
            {database_.number, kAttribute, attribute, record_number});
        session["rep.put_attribute_state"].run({database_.number, record_number, to_text(numbers),
                                                change.assigned ? std::string_view(change.address_key) : ""});
    }

    Core& core_;
    DatabaseId database_;
    std::string run_id_; ///< whose changes they are, "" for nobody's
};

} // namespace

cc::Contact open_contact(const db::Cursor& row, const Sealer& sealer, DatabaseId database) {
    const auto bytes = sealer.open(row.text(1), contact_place(database, row.text(0)));
    if (!bytes) {
        throw db::StoreLost(
            fmt::format("The Contact {} in the store does not open: {}", row.text(0), bytes.error().message),
            db::Loss::Damaged);
    }
    return unpack_contact(*bytes);
}

void put_contact(Session& session, DatabaseId database, const cc::Contact& contact) {
    const auto& sealer = session.core().sealer;
    const auto bytes = pack(contact);
    const auto digest = sealer.digest(bytes);
    {
        auto known = session["contact.digest"].query({database.number, contact.contact_id});
        if (known.next() && known.text(0) == as_text(digest)) {
            return;
        }
    }
    const auto sealed = sealer.seal(bytes, contact_place(database, contact.contact_id));
    session["contact.put"].run({database.number, contact.contact_id, email_key(contact.address),
                                contact.permission_to_send, contact.is_deleted, db::Bytes{as_text(digest)},
                                db::Bytes{sealed}});
}

std::unique_ptr<sync::AccountStore> Store::account(DatabaseId database, std::string run_id) {
    return std::make_unique<StoreAccount>(*core_, database, std::move(run_id));
}

} // namespace muster::store
