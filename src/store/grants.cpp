// The grant of a database and the account it is bound to.

#include <fmt/format.h>

#include "store/core.hpp"
#include "store/sealed_places.hpp"
#include "store/sealed_values.hpp"
#include "store/store.hpp"

namespace muster::store {

namespace cc = constant_contact;

namespace {

/// A row of `grants`.
struct StoredGrant {
    std::string login_id; ///< one for each time a person logged in
    std::int64_t generation = 0;
    std::string sealed;
    bool is_lost = false;
};

std::optional<StoredGrant> read_grant(Session& session, DatabaseId database) {
    auto row = session["grant.get"].query({database.number});
    if (!row.next()) {
        return std::nullopt;
    }
    return StoredGrant{row.copy(0), row.number(1), row.copy(2), row.is_null(2)};
}

class StoreGrants final : public cc::GrantStore {
  public:
    StoreGrants(Core& core, DatabaseId database) : core_(core), database_(database), holder_(core.new_name()) {}

    Result<std::optional<cc::Grant>> load() override {
        return as_result([&]() -> Result<std::optional<cc::Grant>> {
            const auto stored = read_from(core_, [&](Session& session) { return read_grant(session, database_); });
            if (!stored || stored->is_lost) {
                return std::nullopt;
            }
            TRY_ASSIGN(const auto bytes, core_.sealer.open(stored->sealed, grant_place(database_)));
            auto grant = unpack_grant(bytes);
            grant.generation = stored->generation;
            login_id_ = stored->login_id;
            return grant;
        });
    }

    Result<bool> store(const cc::Grant& grant) override {
        std::string login_id;
        auto kept = change([&](Session& session) -> Result<bool> {
            TRY(name_of(session, database_));
            const auto known = read_grant(session, database_);
            const bool is_there = known && !known->is_lost;
            const bool is_login = grant.generation == 0;
            if (is_login ? is_there : !is_there || !follows(*known, grant.generation)) {
                return false;
            }
            login_id = is_login ? core_.new_name() : known->login_id;
            const auto sealed = core_.sealer.seal(pack(grant), grant_place(database_));
            session["grant.put"].run({database_.number, login_id, grant.generation, db::Bytes{sealed}});
            return true;
        });
        if (kept && *kept) {
            login_id_ = login_id;
        }
        return kept;
    }

    Result<void> mark_lost(std::int64_t generation, const std::string& reason, Instant now) override {
        return change([&](Session& session) -> Result<void> {
            const auto known = read_grant(session, database_);
            if (known && is_same_login(*known)) {
                session["grant.lose"].run({database_.number, generation, to_micros(now), reason});
            }
            return {};
        });
    }

    Result<bool> take_refresh_lease(Instant now, Instant until) override {
        return change([&](Session& session) -> Result<bool> {
            TRY(name_of(session, database_));
            if (is_held_by_another(session, now, until)) {
                return false;
            }
            const auto& process = core_.process;
            session["lease.put"].run(
                {database_.number, holder_, to_micros(until), process.host, process.pid, process.start_time});
            return true;
        });
    }

    void release_refresh_lease() override {
        write(core_, [&](Session& session) { session["lease.release"].run({database_.number, holder_}); });
    }

  private:
    template <class Body>
    auto change(const Body& body) -> decltype(body(std::declval<Session&>())) {
        return as_result([&] { return write(core_, body); });
    }
    [[nodiscard]] bool follows(const StoredGrant& known, std::int64_t generation) const {
        return known.generation == generation - 1 && is_same_login(known);
    }
    /// False if a person has disconnected and connected again since this object loaded the grant.
    [[nodiscard]] bool is_same_login(const StoredGrant& known) const {
        return login_id_.empty() || login_id_ == known.login_id;
    }
    /// A lease that ends later than any asked for now is one from before the clock was set back. A process that is
    /// dead holds nothing.
    [[nodiscard]] bool is_held_by_another(Session& session, Instant now, Instant until) const {
        auto row = session["lease.get"].query({database_.number});
        if (!row.next() || row.text(0) == holder_) {
            return false;
        }
        const auto lease_until = from_micros(row.number(1));
        const ProcessIdentity process{.host = row.copy(2), .pid = row.number(3), .start_time = row.number(4)};
        return lease_until > now && lease_until <= until + (until - now) && !is_gone(process, core_.process);
    }

    Core& core_;
    DatabaseId database_;
    std::string holder_;   // one refresher is one of these objects
    std::string login_id_; // of the grant last loaded or stored
};

} // namespace

std::unique_ptr<cc::GrantStore> Store::grants(DatabaseId database) {
    return std::make_unique<StoreGrants>(*core_, database);
}

std::optional<LostGrant> Store::lost_grant(DatabaseId database) {
    return read_from(*core_, [&](Session& session) -> std::optional<LostGrant> {
        auto row = session["grant.get"].query({database.number});
        if (!row.next() || !row.is_null(2)) {
            return std::nullopt;
        }
        return LostGrant{row.copy(4), from_micros(row.number(3))};
    });
}

Result<void> Store::bind_account(DatabaseId database, std::string_view account_id, std::string_view account_name) {
    return write(*core_, [&](Session& session) -> Result<void> {
        TRY_ASSIGN(const auto name, name_of(session, database));
        if (auto row = session["binding.of_account"].query({account_id});
            row.next() && row.number(0) != database.number) {
            return fail(Code::Conflict,
                        fmt::format("The Constant Contact account \"{}\" is connected with the database \"{}\" "
                                    "already. Disconnect that one first.",
                                    account_name, row.text(1)));
        }
        if (auto row = session["binding.of_database"].query({database.number});
            row.next() && row.text(0) != account_id) {
            return fail(Code::Conflict,
                        fmt::format("The database \"{}\" is connected with the account \"{}\". Disconnect it "
                                    "before you connect another one.",
                                    name, row.text(1)));
        }
        session["binding.put"].run({account_id, database.number, account_name, to_micros(core_->clock.now())});
        return {};
    });
}

std::optional<BoundAccount> Store::bound_account(DatabaseId database) {
    return read_from(*core_, [&](Session& session) -> std::optional<BoundAccount> {
        auto row = session["binding.of_database"].query({database.number});
        return row.next() ? std::optional(BoundAccount{row.copy(0), row.copy(1), from_micros(row.number(2))})
                          : std::nullopt;
    });
}

void Store::release_account(DatabaseId database) {
    write(*core_, [&](Session& session) { session["binding.release"].run({database.number}); });
}

void Store::disconnect(DatabaseId database) {
    write(*core_, [&](Session& session) {
        session["grant.remove"].run({database.number});
        session["binding.release"].run({database.number});
    });
}

} // namespace muster::store
