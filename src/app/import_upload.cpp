#include "app/import_upload.hpp"

#include <filesystem>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/random.hpp"

namespace muster::app {

namespace {

constexpr std::string_view kSqlitePrefix = "sqlite:";

/// Beside the store, where there is room for what it is to hold.
std::string folder_beside(const Settings& settings) {
    std::error_code ignored;
    if (settings.store.starts_with(kSqlitePrefix)) {
        const std::filesystem::path store = settings.store.substr(kSqlitePrefix.size());
        return std::filesystem::absolute(store, ignored).parent_path().string();
    }
    return std::filesystem::temp_directory_path(ignored).string();
}

} // namespace

ImportUploads::ImportUploads(Installation& installation, UploadLimits limits)
    : installation_(installation), limits_(limits), folder_(folder_beside(installation.settings())) {}

Result<Upload> ImportUploads::take(const UploadOwner& owner, const NewUpload& brought) {
    if (brought.content.size() > limits_.bytes) {
        return fail(Code::Invalid, fmt::format("{} is too large: it has {} bytes, and at most {} are taken.",
                                               brought.name, brought.content.size(), limits_.bytes));
    }
    TRY_ASSIGN(auto file, exchange::NamelessFile::create(folder_, brought.content));
    exchange::ImportFile readable(file.path(), brought.encoding);
    readable.name = brought.name;
    TRY_ASSIGN(auto looks, exchange::inspect(readable));
    const Instant now = installation_.clock().now();
    Upload upload{.id = new_id(now, installation_.random()),
                  .name = brought.name,
                  .bytes = brought.content.size(),
                  .encoding = brought.encoding,
                  .expires = now + kKeptFor,
                  .looks = std::move(looks)};
    forget_old();
    const std::lock_guard lock(mutex_);
    TRY(make_room(owner, upload.bytes));
    kept_[upload.id] = {owner, upload, std::make_shared<const exchange::NamelessFile>(std::move(file))};
    return upload;
}

Result<void> ImportUploads::make_room(const UploadOwner& owner, std::uint64_t bytes) {
    std::size_t files_of_person = 1;
    std::uint64_t bytes_of_person = bytes;
    std::uint64_t bytes_of_others = 0;
    for (const auto& [id, kept] : kept_) {
        const bool is_own = kept.owner.user_id == owner.user_id;
        files_of_person += is_own ? 1 : 0;
        (is_own ? bytes_of_person : bytes_of_others) += kept.upload.bytes;
    }
    for (auto place = kept_.begin(); place != kept_.end();) { // the oldest first
        const bool is_over = files_of_person > limits_.files_of_person || bytes_of_person > limits_.bytes_of_person;
        if (is_over && place->second.owner.user_id == owner.user_id) {
            --files_of_person;
            bytes_of_person -= place->second.upload.bytes;
            place = kept_.erase(place);
        } else {
            ++place;
        }
    }
    if (bytes_of_others + bytes_of_person > limits_.bytes_in_all) {
        return fail(Code::Unavailable,
                    "Too many files of other people wait here for their import. Try again later.");
    }
    return {};
}

Result<ImportUploads::Kept> ImportUploads::find(const UploadOwner& owner, const std::string& id) {
    forget_old();
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(id);
    if (found == kept_.end() || found->second.owner.user_id != owner.user_id ||
        found->second.owner.database != owner.database) {
        return fail(Code::NotFound, "This file is not here any more: files are kept for an hour. Choose it again.");
    }
    return found->second;
}

Result<void> ImportUploads::discard(const UploadOwner& owner, const std::string& id) {
    TRY(find(owner, id));
    const std::lock_guard lock(mutex_);
    kept_.erase(id);
    return {};
}

Result<ImportResult> ImportUploads::import_files(const UploadOwner& owner, const WantedImport& wanted) {
    exchange::ImportFiles files;
    std::vector<Kept> held; // while they are read
    for (const auto& each : wanted.files) {
        TRY_ASSIGN(auto kept, find(owner, each.upload_id));
        auto& file = files.of(each.kind);
        if (file) {
            return fail(Code::Invalid, fmt::format("{} and {} are both imported as {}. Choose one file of a kind, "
                                                   "and import the other afterwards.",
                                                   file->name, kept.upload.name, exchange::to_text(each.kind)));
        }
        file.emplace(kept.file->path(), kept.upload.encoding);
        file->name = kept.upload.name;
        file->columns = each.columns;
        held.push_back(std::move(kept));
    }
    if (held.empty()) {
        return fail(Code::Invalid, "There is nothing to import: choose a file.");
    }
    exchange::ImportOptions options;
    options.skip_bad_rows = wanted.skip_bad_rows;
    options.dry_run = wanted.dry_run;
    TRY_ASSIGN(auto result, import_records(installation_, owner.database, files, std::move(options), stopping_));
    if (result.kept) {
        const std::lock_guard lock(mutex_);
        for (const auto& kept : held) {
            kept_.erase(kept.upload.id);
        }
    }
    return result;
}

void ImportUploads::forget_old() {
    const Instant now = installation_.clock().now();
    const std::lock_guard lock(mutex_);
    std::erase_if(kept_, [&](const auto& entry) { return entry.second.upload.expires <= now; });
}

void ImportUploads::stop() {
    stopping_.cancel();
    const std::lock_guard lock(mutex_);
    kept_.clear();
}

} // namespace muster::app
