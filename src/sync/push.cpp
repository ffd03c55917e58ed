#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sync/bulk.hpp"
#include "sync/courier.hpp"
#include "sync/prepare.hpp"
#include "sync/prove.hpp"
#include "sync/script.hpp"
#include "sync/session.hpp"

namespace muster::sync {
namespace cc = constant_contact;
using cc::Failure;
namespace {

constexpr const char* kJsonImport = "POST /activities/contacts_json_import";
constexpr const char* kCsvImport = "POST /activities/contacts_file_import";
constexpr const char* kRemoval = "POST /activities/remove_list_memberships";
constexpr const char* kCreate = "POST /contacts";
constexpr const char* kUpdate = "PUT /contacts/{contact_id}";

const char* endpoint_of(const ImportBatch& batch) { return batch.heading.empty() ? kJsonImport : kCsvImport; }

std::string contacts_text(std::size_t contacts) { return fmt::format("{} Contacts", contacts); }

class Pusher {
  public:
    explicit Pusher(Session& session)
        : session_(session),
          plan_(session.plan),
          client_(session.ports.client),
          courier_(session),
          preparer_(session, courier_),
          work_(session, courier_) {}

    Answer<void> push() {
        note_intentions();
        TRY(preparer_.create_fields());
        TRY(preparer_.create_lists());
        Script script = session_.make_script();
        if (!script.via_holding.empty() && plan_.holding_list_id.empty()) {
            TRY_ASSIGN(const bool is_made, preparer_.create_holding_list());
            if (!is_made) {
                script = make_script(plan_, false); // no room for it: all go one by one (R6)
            }
        }
        total_ = static_cast<std::int64_t>(std::ranges::count_if(plan_.contacts, &PlannedContact::is_write));
        TRY(update_contacts(script.updates));
        TRY(import(script.imports));
        TRY(import(script.memberships));
        TRY(create_contacts(script.creates));
        if (work_.touches(script.updates_after_import)) {
            TRY(work_.wait()); // a PUT brings nobody back without a list
        }
        TRY(update_contacts(script.updates_after_import));
        TRY(take_off_lists());
        TRY(prove(session_, work_, [this](const ImportBatch& batch) { return send_what_is_right(batch); }));
        return empty_holding_list(script);
    }

  private:
    /// What is going to be written, durable before the first write (R33). Contacts that go one by one are one
    /// intention.
    void note_intentions() {
        for (const ChosenField& field : plan_.fields) {
            if (field.to_create) {
                courier_.intend("POST /contact_custom_fields", field.label, 1);
            }
        }
        for (const PlannedList& list : plan_.lists) {
            if (list.to_create) {
                courier_.intend("POST /contact_lists", list.name, 1);
            }
        }
        const Script script = session_.make_script();
        for (const auto* batches : {&script.imports, &script.memberships}) {
            for (const ImportBatch& batch : *batches) {
                courier_.intend(endpoint_of(batch), contacts_text(batch.rows.size()),
                                static_cast<std::int64_t>(batch.rows.size()));
            }
        }
        const std::size_t updates = script.updates.size() + script.updates_after_import.size();
        for (const auto& [endpoint, contacts] :
             {std::pair(kUpdate, updates), std::pair(kCreate, script.creates.size())}) {
            if (contacts > 0) {
                courier_.intend(endpoint, contacts_text(contacts), static_cast<std::int64_t>(contacts));
            }
        }
        for (std::size_t list = 0; list < plan_.lists.size(); ++list) {
            if (const auto off = std::ranges::count(plan_.removals, list, &PlannedRemoval::list); off > 0) {
                courier_.intend(kRemoval, off_text(static_cast<std::size_t>(off), list), off);
            }
        }
    }

    // --- bulk ---------------------------------------------------------------------------------------------------

    [[nodiscard]] std::string list_id(std::size_t list) const {
        return list == kHoldingIndex ? plan_.holding_list_id : plan_.lists[list].list_id;
    }

    /// Rows of people who opted out, left one of the lists, or were refused since the plan was made do not go (R13,
    /// R14).
    ImportBatch still_right(const ImportBatch& batch) {
        ImportBatch kept;
        kept.heading = batch.heading;
        kept.lists = batch.lists;
        for (std::size_t k = 0; k < batch.rows.size(); ++k) {
            const std::size_t i = batch.contacts[k];
            const PlannedContact& planned = plan_.contacts[i];
            if (session_.consent.is_opted_out(planned.key)) {
                session_.fates[i] = Fate::HeldBack;
            }
            const bool has_left = std::ranges::any_of(batch.lists, [&](std::size_t list) {
                return list != kHoldingIndex && !session_.request.limits.put_back_left &&
                       session_.view.membership(planned.contact_id, list_id(list)) == MembershipState::Left;
            });
            if (session_.fates[i] != Fate::HeldBack && session_.fates[i] != Fate::Refused && !has_left) {
                kept.rows.push_back(batch.rows[k]);
                kept.contacts.push_back(i);
            }
        }
        return kept;
    }

    /// The batches of one call share no Contact.
    Answer<void> import(const std::vector<ImportBatch>& batches) {
        std::vector<std::size_t> contacts;
        for (const ImportBatch& batch : batches) {
            contacts.insert(contacts.end(), batch.contacts.begin(), batch.contacts.end());
        }
        TRY(work_.let_go_first(contacts));
        for (const ImportBatch& batch : batches) {
            TRY(send_what_is_right(batch));
        }
        return {};
    }

    Answer<void> send_what_is_right(const ImportBatch& batch) {
        TRY(courier_.ready());
        return submit(still_right(batch));
    }

    /// A refused import is halved until the row that the service does not take stands alone (R28).
    Answer<void> submit(const ImportBatch& batch) {
        if (batch.rows.empty()) {
            return {};
        }
        std::vector<std::string> ids;
        std::ranges::transform(batch.lists, std::back_inserter(ids),
                               [this](std::size_t list) { return list_id(list); });
        const auto rows = static_cast<std::int64_t>(batch.rows.size());
        for (const std::size_t i : batch.contacts) {
            session_.fates[i] = Fate::Sent;
        }
        auto parcel =
            courier_.submit(endpoint_of(batch), contacts_text(batch.rows.size()), batch.contacts, rows, [&] {
                return batch.heading.empty() ? client_.import_json(batch.rows, ids)
                                             : client_.import_csv(batch.heading + join(batch.rows, ""), ids);
            });
        if (parcel) {
            sent_ += rows;
            session_.progress(Phase::Sending, std::min(sent_, total_), total_, "Contacts");
            work_.add(std::move(*parcel), batch);
            return {};
        }
        if (!is_refusal(parcel.error())) {
            return tl::unexpected(parcel.error());
        }
        if (rows == 1) {
            session_.refuse(batch.contacts[0], "refused", parcel.error().message);
            return {};
        }
        for (const ImportBatch& half : halves_of(batch)) {
            TRY(submit(half));
        }
        return {};
    }

    // --- one by one ---------------------------------------------------------------------------------------------

    [[nodiscard]] std::vector<std::string> ids_of(const std::vector<std::size_t>& lists) const {
        std::vector<std::string> ids;
        std::ranges::transform(lists, std::back_inserter(ids), [this](std::size_t list) { return list_id(list); });
        return ids;
    }

    bool may_send(std::size_t i) {
        if (session_.consent.is_opted_out(plan_.contacts[i].key)) {
            session_.fates[i] = Fate::HeldBack;
        }
        return session_.fates[i] == Fate::NotSent || session_.fates[i] == Fate::Sent;
    }

    Answer<void> create_contacts(const std::vector<std::size_t>& creates) {
        for (const std::size_t i : creates) {
            TRY(courier_.ready());
            if (!may_send(i)) {
                continue;
            }
            const PlannedContact& planned = plan_.contacts[i];
            cc::NewContact contact = new_contact(planned.address, planned.desired, plan_.fields);
            contact.list_memberships = ids_of(planned.lists_to_add);
            session_.fates[i] = Fate::Sent;
            auto made = courier_.send<cc::Contact>(kCreate, planned.address,
                                                   [&] { return client_.create_contact(contact); });
            if (!made && made.error().failure == Failure::FateUnknown) {
                TRY(look_up_then_repeat(contact, made));
            }
            TRY(settle(i, made));
        }
        return {};
    }

    /// A created Contact's transient error is looked up before it is repeated (R31).
    Answer<void> look_up_then_repeat(const cc::NewContact& contact, Answer<cc::Contact>& made) {
        cc::ContactQuery query;
        query.email = contact.address;
        bool is_there = false;
        TRY(client_.each_contact(query, [&](cc::Contact&& found) {
            is_there = true;
            made = std::move(found);
        }));
        if (!is_there) {
            made = client_.create_contact(contact);
        }
        return {};
    }

    Answer<void> update_contacts(std::vector<std::size_t> updates) {
        std::ranges::sort(updates);
        updates.erase(std::unique(updates.begin(), updates.end()), updates.end());
        for (const std::size_t i : updates) {
            TRY(courier_.ready());
            const PlannedContact& planned = plan_.contacts[i];
            const auto contact = session_.view.find_id(planned.contact_id);
            if (!may_send(i) || !contact) {
                continue;
            }
            cc::ContactUpdate update = contact_update(*contact, planned.desired, plan_.fields, planned.differences);
            if (planned.single_only && !planned.lists_to_add.empty()) {
                update.list_memberships =
                    contact->list_memberships; // no import takes this address: the old ones and the new
                std::ranges::copy(ids_of(planned.lists_to_add), std::back_inserter(*update.list_memberships));
            }
            session_.fates[i] = Fate::Sent;
            auto made = courier_.send<cc::Contact>(
                kUpdate, planned.address, [&] { return client_.update_contact(planned.contact_id, update); });
            TRY(settle(i, made));
        }
        return {};
    }

    Answer<void> settle(std::size_t i, const Answer<cc::Contact>& made) {
        session_.progress(Phase::Sending, std::min(++sent_, total_), total_, "Contacts");
        if (made) {
            return {};
        }
        if (is_refusal(made.error())) {
            session_.refuse(i, "refused", made.error().message);
            return {};
        }
        if (made.error().failure == Failure::FateUnknown) {
            return {}; // the proof reads it back
        }
        return tl::unexpected(made.error());
    }

    // --- removals -----------------------------------------------------------------------------------------------

    [[nodiscard]] std::string off_text(std::size_t contacts, std::size_t list) const {
        return fmt::format("{} off {}", contacts_text(contacts), plan_.lists[list].name);
    }

    Answer<void> take_off_lists() {
        for (std::size_t list = 0; list < plan_.lists.size(); ++list) {
            TRY(take_off(list));
        }
        return {};
    }

    Answer<void> take_off(std::size_t list) {
        AccountChanges changes; // forgotten before it is sent: what Muster takes off has not left (R14)
        std::vector<std::string> ids;
        for (const PlannedRemoval& removal : plan_.removals) {
            if (removal.list != list) {
                continue;
            }
            hold_back_if_opted_out(removal);
            if (session_.is_held_back(removal)) {
                continue;
            }
            ids.push_back(removal.contact_id);
            changes.forget.push_back({removal.contact_id, list_id(list), MembershipState::Confirmed});
        }
        if (ids.empty()) {
            return {};
        }
        session_.keep(changes, {});
        std::vector<std::size_t> winners;
        for (const PlannedRemoval& removal : plan_.removals) {
            if (removal.list == list && removal.winner) {
                winners.push_back(*removal.winner);
            }
        }
        TRY(work_.let_go_first(winners));
        session_.removals_sent = true;
        return remove(ids, list_id(list), fmt::format("off {}", plan_.lists[list].name));
    }

    void hold_back_if_opted_out(const PlannedRemoval& removal) {
        if (session_.request.undo && removal.winner &&
            session_.consent.is_opted_out(plan_.contacts[*removal.winner].key)) {
            session_.fates[*removal.winner] = Fate::HeldBack;
        }
    }

    Answer<void> empty_holding_list(const Script& script) {
        std::vector<std::string> ids = plan_.holding_members;
        for (const std::size_t i : script.via_holding) {
            const auto contact = session_.view.find(plan_.contacts[i].key);
            if (contact && std::ranges::find(ids, contact->contact_id) == ids.end()) {
                ids.push_back(contact->contact_id);
            }
        }
        if (ids.empty()) {
            return {};
        }
        TRY(remove(ids, plan_.holding_list_id, "off the holding list"));
        TRY_ASSIGN(const std::int64_t left, members_left_on_holding_list(ids.size()));
        if (left > 0) {
            session_.report.warnings.push_back(fmt::format(
                "{} Contacts are still on \"{}\"; the next run takes them off.", left, roster::kHoldingList));
        }
        AccountChanges changes;
        for (const std::string& id : ids) {
            if (auto contact = session_.view.find_id(id)) {
                std::erase(contact->list_memberships, plan_.holding_list_id);
                changes.contacts.push_back(*contact);
            }
        }
        changes.account_lists = session_.view.lists();
        for (cc::ContactList& list : *changes.account_lists) {
            list.membership_count = list.list_id == plan_.holding_list_id ? 0 : list.membership_count;
        }
        session_.keep(changes, {});
        return {};
    }

    /// Read early where the job is small; while somebody is on it, the job is waited for.
    Answer<std::int64_t> members_left_on_holding_list(std::size_t taken_off) {
        TRY(taken_off <= kSmallRound ? work_.give_time() : work_.wait());
        while (true) {
            TRY_ASSIGN(const auto lists, client_.lists());
            const auto list = std::ranges::find(lists, plan_.holding_list_id, &cc::ContactList::list_id);
            const std::int64_t left = list == lists.end() ? 0 : list->membership_count;
            if (left == 0 || !work_.is_open()) {
                work_.close();
                return left;
            }
            TRY(work_.wait());
        }
    }

    Answer<void> remove(const std::vector<std::string>& ids, const std::string& list, std::string_view what) {
        for (std::size_t from = 0; from < ids.size(); from += cc::kRemovalIds) {
            const auto to = std::min(ids.size(), from + cc::kRemovalIds);
            const std::vector<std::string> some(ids.begin() + static_cast<std::ptrdiff_t>(from),
                                                ids.begin() + static_cast<std::ptrdiff_t>(to));
            TRY(remove_some(some, list, what));
        }
        return {};
    }

    /// One that the service does not take holds up no others (R28), and where the list is gone nobody is on it.
    /// What the proof finds is said of each.
    Answer<void> remove_some(const std::vector<std::string>& ids, const std::string& list, std::string_view what) {
        TRY(courier_.ready());
        auto parcel = courier_.submit(kRemoval, fmt::format("{} {}", contacts_text(ids.size()), what), {},
                                      static_cast<std::int64_t>(ids.size()),
                                      [&] { return client_.remove_from_lists(ids, {list}); });
        if (parcel) {
            work_.add(std::move(*parcel));
            return {};
        }
        if (!is_refusal(parcel.error())) {
            return tl::unexpected(parcel.error());
        }
        session_.report.warnings.push_back(parcel.error().message);
        TRY_ASSIGN(const auto lists, client_.lists());
        if (ids.size() == 1 || std::ranges::find(lists, list, &cc::ContactList::list_id) == lists.end()) {
            return {};
        }
        const auto half = ids.begin() + static_cast<std::ptrdiff_t>(ids.size() / 2);
        TRY(remove_some({ids.begin(), half}, list, what));
        return remove_some({half, ids.end()}, list, what);
    }

    Session& session_;
    Plan& plan_;
    cc::Client& client_;
    Courier courier_;
    Preparer preparer_;
    BulkWork work_;
    std::int64_t sent_ = 0;
    std::int64_t total_ = 0;
};

} // namespace

Answer<void> push(Session& session) { return Pusher(session).push(); }

} // namespace muster::sync
