// Another key for everything sealed: one transaction for the values, then the files change their names. Whoever
// opens the store after a crash in between finds the next key beside the old one and puts it in its place.

#include "store/key_rotation.hpp"

#include <functional>
#include <vector>

#include <fmt/format.h>

#include "store/core.hpp"
#include "store/run_lock.hpp"
#include "store/sealed_places.hpp"

namespace muster::store {

namespace {

constexpr int kPage = 500;

Result<std::string> read_or_create(const std::string& key_file) {
    auto key = read_key_file(key_file); // of a rotation that was cut off before its end
    return !key && key.error().code == Code::NotFound ? create_key_file(key_file) : std::move(key);
}

class Resealing {
  public:
    Resealing(Session& session, const Sealer& next) : session_(session), next_(next) {}

    Result<std::int64_t> run() {
        TRY(reseal("sealed.passwords", "sealed.put_password",
                   [](DatabaseId database, std::string_view rep_id) { return password_place(database, rep_id); }));
        TRY(reseal("sealed.grants", "sealed.put_grant",
                   [](DatabaseId database, std::string_view) { return grant_place(database); }));
        TRY(reseal(
            "sealed.contacts", "sealed.put_contact",
            [](DatabaseId database, std::string_view id) { return contact_place(database, id); }, Digest::Too));
        TRY(reseal("sealed.second_factors", "sealed.put_second_factor",
                   [](DatabaseId, std::string_view user_id) { return secret_place(user_id); }));
        session_["sealed.forget_learned"].run({}); // digests by the old key
        session_["sealed.forget_logins"].run({});
        return count_;
    }

  private:
    using Place = std::function<std::string(DatabaseId, std::string_view)>;
    enum class Digest { None, Too }; ///< whether a keyed digest stands beside the value
    struct Row {
        DatabaseId database;
        std::string id, sealed;
    };

    [[nodiscard]] std::vector<Row> page_after(std::string_view query, const Row& last) {
        std::vector<Row> page;
        for (auto rows = session_[query].query({last.database.number, last.id, kPage}); rows.next();) {
            page.push_back({{rows.number(0)}, rows.copy(1), rows.copy(2)});
        }
        return page;
    }

    Result<void> reseal(std::string_view query, std::string_view put, const Place& place_of,
                        Digest digest = Digest::None) {
        Row last;
        for (auto page = page_after(query, last); !page.empty(); page = page_after(query, last)) {
            for (const Row& row : page) {
                TRY(reseal(row, put, place_of(row.database, row.id), digest));
            }
            last = page.back();
        }
        return {};
    }

    Result<void> reseal(const Row& row, std::string_view put, const std::string& place, Digest digest) {
        const auto plain = session_.core().sealer.open(row.sealed, place);
        if (!plain) {
            return fail(Code::Failed,
                        fmt::format("A sealed value in the store does not open ({}), so the key stays: {}", place,
                                    plain.error().message));
        }
        const std::string sealed = next_.seal(*plain, place);
        if (digest == Digest::Too) {
            const auto of_plain = next_.digest(*plain);
            const std::string bytes(of_plain.begin(), of_plain.end());
            session_[put].run({row.database.number, row.id, db::Bytes{sealed}, db::Bytes{bytes}});
        } else {
            session_[put].run({row.database.number, row.id, db::Bytes{sealed}});
        }
        ++count_;
        return {};
    }

    Session& session_;
    const Sealer& next_;
    std::int64_t count_ = 0;
};

/// Of all who may seal something with the old key.
Scopes everybodys_scopes(Core& core) {
    Session session(core, db::Access::Read);
    Scopes scopes;
    for (const DatabaseId database : all_databases(session)) {
        scopes.push_back(scope_of(database).front());
    }
    scopes.push_back(installation_scope().front());
    return scopes;
}

/// How many values. `scopes`: those of the session.
Result<std::int64_t> reseal(Session& session, const Scopes& scopes, const Sealer& next) {
    TRY(check_no_run(session));
    if (all_databases(session).size() + 1 != scopes.size()) {
        return fail(Code::Busy, "A database was added or removed in the same moment. Try again.");
    }
    TRY_ASSIGN(const auto resealed, Resealing(session, next).run());
    session["installation.put"].run({kKeyIdRow, next.key_id()});
    return resealed;
}

} // namespace

std::string next_key_file(const std::string& key_file) { return key_file + ".next"; }

Result<std::string> put_next_key_in_place(const std::string& key_file, const std::string& old_key_id) {
    const std::string kept = fmt::format("{}.{}", key_file, old_key_id);
    TRY(replace_key_file(next_key_file(key_file), key_file, kept));
    return kept;
}

Result<RotatedKey> Store::rotate_key() {
    return as_result([&]() -> Result<RotatedKey> {
        TRY_ASSIGN(const auto key, read_or_create(next_key_file(core_->key_file)));
        TRY_ASSIGN(auto next, Sealer::create(key));
        const auto scopes = everybodys_scopes(*core_);
        TRY_ASSIGN(const auto resealed,
                   write(*core_, scopes, [&](Session& session) { return reseal(session, scopes, next); }));
        const std::string old_key_id = core_->sealer.key_id();
        core_->sealer = std::move(next);
        TRY_ASSIGN(auto kept, put_next_key_in_place(core_->key_file, old_key_id));
        return RotatedKey{resealed, core_->key_file, std::move(kept)};
    });
}

} // namespace muster::store
