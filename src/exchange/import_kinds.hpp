#pragma once

// What an import must know of each kind of record: its file, its key, what it refers to. For import.cpp only.

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "exchange/file_kind.hpp"
#include "roster/record_book.hpp"

namespace muster::exchange {

/// What the files so far and the book know, so that a reference costs one question to the book at most.
class References {
  public:
    explicit References(roster::RecordBook& book) : book_(book) {}

    void add_status(const std::string& code);
    void add_member(const std::string& member_id);
    /// The code as the status has it.
    [[nodiscard]] std::optional<std::string> find_status(const std::string& code);
    [[nodiscard]] bool has_member(const std::string& member_id);

  private:
    roster::RecordBook& book_; // the caller's, for the length of an import
    std::unordered_map<std::string, std::optional<std::string>> statuses_; // by name key
    std::unordered_map<std::string, bool> members_;
};

/// A reference that leads nowhere: the column it is in and why.
struct BadReference {
    std::string_view column;
    std::string reason;
};

/// Specialised below for each kind: what files of it are, find, put, required, settle.
template <class Record>
struct Kind;

template <>
struct Kind<roster::MemberStatus> {
    static constexpr FileKind kFile = FileKind::Statuses;
    static std::vector<std::string_view> required() { return {}; }
    static std::string key(std::string_view written);
    static std::optional<roster::MemberStatus> find(roster::RecordBook& book, std::string_view key) {
        return book.find_status(key);
    }
    static std::optional<BadReference> settle(roster::MemberStatus& record, const roster::MemberStatus* before,
                                              References& references);
    static void put(roster::RecordBook& book, const roster::MemberStatus& record) { book.put_status(record); }
    static void note(const roster::MemberStatus& record, References& references) {
        references.add_status(record.code);
    }
};

template <>
struct Kind<roster::Member> {
    static constexpr FileKind kFile = FileKind::Members;
    static std::vector<std::string_view> required() { return {"company", "status"}; }
    static std::string key(std::string_view written);
    static std::optional<roster::Member> find(roster::RecordBook& book, std::string_view key) {
        return book.find_member(key);
    }
    static std::optional<BadReference> settle(roster::Member& record, const roster::Member* before,
                                              References& references);
    static void put(roster::RecordBook& book, const roster::Member& record) { book.put_member(record); }
    static void note(const roster::Member& record, References& references) {
        references.add_member(record.member_id);
    }
};

template <>
struct Kind<roster::Rep> {
    static constexpr FileKind kFile = FileKind::Reps;
    static std::vector<std::string_view> required() { return {"member_id"}; }
    static std::string key(std::string_view written);
    static std::optional<roster::Rep> find(roster::RecordBook& book, std::string_view key) {
        return book.find_rep(key);
    }
    static std::optional<BadReference> settle(roster::Rep& record, const roster::Rep* before,
                                              References& references);
    static void put(roster::RecordBook& book, const roster::Rep& record) { book.put_rep(record); }
    static void note(const roster::Rep&, References&) {}
};

} // namespace muster::exchange
