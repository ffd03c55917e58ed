// Users, their databases, passwords and second factors.

#include <stdexcept>

#include "base/text.hpp"
#include "store/sealed_places.hpp"
#include "store/staff_book.hpp"

namespace muster::store {

namespace {

/// Its databases are in a table of their own.
staff::User read_user(const db::Cursor& row) {
    staff::User user;
    user.id = row.copy(0);
    user.name = row.copy(1);
    user.role = staff::parse_role(row.text(2)).value_or(staff::Role::Viewer);
    user.scope.all_databases = row.flag(3);
    user.created = from_micros(row.number(4));
    if (const auto seen = row.optional_number(5)) {
        user.last_seen = from_micros(*seen);
    }
    user.has_second_factor = row.flag(6);
    return user;
}

} // namespace

db::Statement& StoreStaffBook::changing(std::string_view query) {
    if (session_.access() != db::Access::Write) {
        throw std::logic_error("This staff book is open for reading only.");
    }
    return session_[query];
}

std::vector<std::int64_t> StoreStaffBook::databases_of(std::string_view user_id) {
    std::vector<std::int64_t> databases;
    for (auto rows = session_["user.databases"].query({user_id}); rows.next();) {
        databases.push_back(rows.number(0));
    }
    return databases;
}

void StoreStaffBook::write_databases(const staff::User& user) {
    changing("user.remove_databases").run({user.id});
    for (const auto database : user.scope.databases) {
        changing("user.add_database").run({database, user.id});
    }
}

std::vector<staff::User> StoreStaffBook::users() {
    std::vector<staff::User> users;
    for (auto rows = session_["user.all"].query({}); rows.next();) {
        users.push_back(read_user(rows));
    }
    for (auto& user : users) {
        user.scope.databases = databases_of(user.id);
    }
    return users;
}

std::optional<staff::User> StoreStaffBook::find_user(std::string_view user_id) {
    std::optional<staff::User> user;
    if (auto row = session_["user.get"].query({user_id}); row.next()) {
        user = read_user(row);
    }
    if (user) {
        user->scope.databases = databases_of(user->id);
    }
    return user;
}

std::optional<staff::User> StoreStaffBook::find_user_named(std::string_view name) {
    std::string id;
    if (auto row = session_["user.id"].query({name_key(name)}); row.next()) {
        id = row.copy(0);
    }
    return find_user(id);
}

void StoreStaffBook::add_user(const staff::User& user, std::string_view password_hash) {
    changing("user.add")
        .run({user.id, user.name, name_key(user.name), staff::to_text(user.role), user.scope.all_databases,
              password_hash, to_micros(user.created)});
    write_databases(user);
}

void StoreStaffBook::change_user(const staff::User& user) {
    changing("user.change").run({user.id, staff::to_text(user.role), user.scope.all_databases});
    write_databases(user);
}

void StoreStaffBook::remove_user(std::string_view user_id) { changing("user.remove").run({user_id}); }

std::string StoreStaffBook::password_hash(std::string_view user_id) {
    auto row = session_["password.get"].query({user_id});
    return row.next() ? row.copy(0) : "";
}

void StoreStaffBook::put_password_hash(std::string_view user_id, std::string_view hash) {
    changing("password.put").run({user_id, hash});
}

std::optional<staff::SecondFactor> StoreStaffBook::second_factor(std::string_view user_id) {
    auto row = session_["second_factor.get"].query({user_id});
    if (!row.next()) {
        return std::nullopt;
    }
    auto secret = session_.core().sealer.open(row.text(0), secret_place(user_id));
    if (!secret) { // the key was checked when the store was opened, so somebody changed the row
        throw db::StoreLost("The second factor of a user does not open any more: " + secret.error().message,
                            db::Loss::Damaged);
    }
    return staff::SecondFactor{std::move(*secret), row.flag(1), row.number(2)};
}

void StoreStaffBook::put_second_factor(std::string_view user_id, const staff::SecondFactor& factor) {
    const auto sealed = session_.core().sealer.seal(factor.secret, secret_place(user_id));
    changing("second_factor.put").run({user_id, db::Bytes{sealed}, factor.is_confirmed, factor.last_step});
}

void StoreStaffBook::remove_second_factor(std::string_view user_id) {
    changing("second_factor.remove").run({user_id});
    changing("recovery_code.remove_all").run({user_id});
}

void StoreStaffBook::put_recovery_codes(std::string_view user_id, const std::vector<std::string>& digests) {
    changing("recovery_code.remove_all").run({user_id});
    for (const auto& digest : digests) {
        changing("recovery_code.add").run({user_id, digest});
    }
}

bool StoreStaffBook::take_recovery_code(std::string_view user_id, std::string_view digest) {
    return changing("recovery_code.take").count_changed({user_id, digest}) == 1;
}

} // namespace muster::store
