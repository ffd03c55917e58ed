#pragma once

// A folder for one test's files, gone with the test, and a chamber to import them into.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

#include <stdlib.h>

#include "exchange/import.hpp"
#include "roster/records.hpp"
#include "support/memory_record_book.hpp"

namespace muster::exchange {

class ChamberFolder {
  public:
    ChamberFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "muster-exchange-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error("no temporary folder");
        }
        folder_ = pattern;
    }
    ~ChamberFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    ChamberFolder(const ChamberFolder&) = delete;
    ChamberFolder& operator=(const ChamberFolder&) = delete;

    [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(path(name), std::ios::binary) << text;
        return path(name);
    }
    [[nodiscard]] std::string read(const std::string& name) const {
        std::ifstream stream(path(name), std::ios::binary);
        return {std::istreambuf_iterator<char>(stream), {}};
    }
    /// Names of all files, sorted.
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
            names.push_back(entry.path().filename().string());
        }
        std::sort(names.begin(), names.end());
        return names;
    }

  private:
    std::filesystem::path folder_;
};

/// Puts the shipped statuses into a book, as every new database has them.
inline void ship_statuses(roster::RecordBook& book) {
    for (const roster::MemberStatus& status : roster::shipped_statuses()) {
        book.put_status(status);
    }
}

/// A book of a Member M1 and a Rep R1, and files for it.
struct Chamber {
    Chamber() {
        ship_statuses(book);
        roster::Member member;
        member.member_id = "M1";
        member.company = "Harbor Bakery";
        member.status = "ACT";
        member.phone = "605-555-0100";
        book.put_member(member);
        roster::Rep rep;
        rep.rep_id = "R1";
        rep.member_id = "M1";
        rep.last_name = "Berg";
        rep.email = "berg@example.org";
        rep.groups = {"Board of Directors"};
        book.put_rep(rep);
    }

    Result<ImportSummary> import_members(const std::string& text, const ImportOptions& options = {}) {
        return import_records({.members = folder.write("members.csv", text)}, book, options);
    }
    Result<ImportSummary> import_reps(const std::string& text, const ImportOptions& options = {}) {
        return import_records({.reps = folder.write("reps.csv", text)}, book, options);
    }

    ChamberFolder folder;
    MemoryRecordBook book;
};

} // namespace muster::exchange
