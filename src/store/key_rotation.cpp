// Another key for everything sealed: one transaction for the values, then the files change their names. Whoever
// opens the store after a crash in between finds the next key beside the old one and puts it in its place.

#include "store/key_rotation.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <functional>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "store/core.hpp"
#include "store/sealed_places.hpp"

namespace muster::store {

namespace {

constexpr int kPage = 500;

Result<std::string> read_or_create(const std::string& key_file) {
    auto key = read_key_file(key_file); // of a rotation that was cut off before its end
    return !key && key.error().code == Code::NotFound ? create_key_file(key_file) : std::move(key);
}

Result<void> sync_folder_of(const std::string& path) {
    const auto slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool is_kept = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int reason = errno;
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    return is_kept ? Result<void>()
                   : fail(Code::Unavailable,
                          fmt::format("The folder {} cannot be kept: {}.", folder, std::strerror(reason)));
}

Result<void> rename_file(const std::string& from, const std::string& to) {
    if (std::rename(from.c_str(), to.c_str()) != 0) {
        return fail(Code::Unavailable,
                    fmt::format("The key file {} cannot be renamed to {}: {}.", from, to, std::strerror(errno)));
    }
    return {};
}

class Resealing {
  public:
    Resealing(Session& session, const Sealer& next) : session_(session), next_(next) {}

    Result<std::int64_t> run() {
        TRY(reseal("sealed.passwords", "sealed.put_password",
                   [](DatabaseId database, std::string_view rep_id) { return password_place(database, rep_id); }));
        TRY(reseal("sealed.grants", "sealed.put_grant",
                   [](DatabaseId database, std::string_view) { return grant_place(database); }));
        TRY(reseal("sealed.contacts", "sealed.put_contact",
                   [](DatabaseId database, std::string_view id) { return contact_place(database, id); }));
        TRY(reseal("sealed.second_factors", "sealed.put_second_factor",
                   [](DatabaseId, std::string_view user_id) { return secret_place(user_id); }));
        session_["sealed.forget_learned"].run({}); // digests by the old key
        session_["sealed.forget_logins"].run({});
        return count_;
    }

  private:
    using Place = std::function<std::string(DatabaseId, std::string_view)>;
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

    Result<void> reseal(std::string_view query, std::string_view put, const Place& place_of) {
        Row last;
        for (auto page = page_after(query, last); !page.empty(); page = page_after(query, last)) {
            for (const Row& row : page) {
                TRY(reseal(row, put, place_of(row.database, row.id)));
            }
            last = page.back();
        }
        return {};
    }

    Result<void> reseal(const Row& row, std::string_view put, const std::string& place) {
        const auto plain = session_.core().sealer.open(row.sealed, place);
        if (!plain) {
            return fail(Code::Failed,
                        fmt::format("A sealed value in the store does not open ({}), so the key stays: {}", place,
                                    plain.error().message));
        }
        const std::string sealed = next_.seal(*plain, place);
        if (put == "sealed.put_contact") {
            const auto digest = next_.digest(*plain);
            const std::string bytes(digest.begin(), digest.end());
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

} // namespace

std::string next_key_file(const std::string& key_file) { return key_file + ".next"; }

Result<std::string> put_next_key_in_place(const std::string& key_file) {
    std::string kept;
    if (const auto old = read_key_file(key_file)) {
        TRY_ASSIGN(const auto sealer, Sealer::create(*old));
        kept = fmt::format("{}.{}", key_file, sealer.key_id());
        TRY(rename_file(key_file, kept));
    }
    TRY(rename_file(next_key_file(key_file), key_file));
    TRY(sync_folder_of(key_file));
    return kept;
}

void Session::check_key() {
    auto row = (*this)["installation.get"].query({kKeyIdRow});
    if (row.next() && row.text(0) != core_.sealer.key_id()) {
        throw db::StoreLost("The store has another key since this program opened it. Start the program again.",
                            db::Loss::Other);
    }
}

Result<RotatedKey> Store::rotate_key() {
    return as_result([&]() -> Result<RotatedKey> {
        for (const Database& database : databases()) {
            if (const auto run = running(database.id)) {
                return fail(
                    Code::Busy,
                    fmt::format("A run of the database \"{}\" is going on. Wait until it has ended, or cancel "
                                "it.",
                                database.name));
            }
        }
        TRY_ASSIGN(const auto key, read_or_create(next_key_file(core_->key_file)));
        TRY_ASSIGN(auto next, Sealer::create(key));
        Session session(*core_, db::Access::Write);
        TRY_ASSIGN(const auto resealed, Resealing(session, next).run());
        session["installation.put"].run({kKeyIdRow, next.key_id()});
        session.commit();
        core_->sealer = std::move(next);
        TRY_ASSIGN(auto kept, put_next_key_in_place(core_->key_file));
        return RotatedKey{resealed, core_->key_file, std::move(kept)};
    });
}

} // namespace muster::store
