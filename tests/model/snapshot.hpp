#pragma once

// What can be seen of an account and of a database's records at one moment, as plain values to compare.

#include <map>
#include <set>
#include <string>
#include <vector>

#include "support/chamber.hpp"

namespace muster::model {

using Values = std::map<std::string, std::string>;

/// A Contact as it stands in the account.
struct Seen {
    std::string address;
    std::string key; ///< the address as R1 compares it; "" without one
    sandbox::Permission permission = sandbox::Permission::Implicit;
    bool is_deleted = false;
    Values values;               ///< what an interface may manage: "first_name" … "country", "cf:" and a label
    std::set<std::string> lists; ///< ids
    std::string rest;            ///< everything that no run may touch, in one text

    [[nodiscard]] bool is_opted_out() const {
        return !key.empty() && permission == sandbox::Permission::Unsubscribed;
    }
    bool operator==(const Seen&) const = default;
};

struct Snapshot {
    std::map<std::string, Seen> contacts; ///< by id
    Values lists;                         ///< names by id
    Values fields;                        ///< types by the label's name key

    [[nodiscard]] const Seen* at(const std::string& key) const; ///< by address key; nullptr if there is none
    bool operator==(const Snapshot&) const = default;
};
[[nodiscard]] Snapshot look(test::Chamber& chamber);

/// A Rep with its Member and that one's status.
struct Record {
    roster::Rep rep;
    roster::Member member;
    roster::MemberStatus status;

    [[nodiscard]] bool has_attribute() const; ///< "Unsubscribed from CC"
};
[[nodiscard]] std::vector<Record> records(test::Chamber& chamber); ///< by record number

/// R1, as far as the addresses of histories need it.
[[nodiscard]] std::string address_key(const std::string& address);

} // namespace muster::model
