#pragma once

// Files that a browser brings for an import: kept for a while until somebody has said what their columns mean, then
// imported by what the command line calls. Each is for whoever brought it, in the one database, and for nobody
// else. In memory and in files without names: what is here when the program stops has to be brought again.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "app/installation.hpp"
#include "app/transfer.hpp"
#include "base/cancel.hpp"
#include "base/result.hpp"
#include "exchange/inspect.hpp"
#include "exchange/nameless_file.hpp"
#include "store/store.hpp"

namespace muster::app {

/// Whose file it is.
struct UploadOwner {
    std::string user_id;
    store::DatabaseId database;
};

struct NewUpload {
    std::string name; ///< as the person calls it
    exchange::Encoding encoding = exchange::Encoding::Automatic;
    std::string_view content; ///< the caller's, for the call
};

struct Upload {
    std::string id;
    std::string name;
    std::uint64_t bytes = 0;
    exchange::Encoding encoding = exchange::Encoding::Automatic; ///< as asked for
    Instant expires{};
    exchange::Inspection looks;
};

/// How much is kept. What is over a person's share goes, the oldest first.
struct UploadLimits {
    std::size_t bytes = 64ULL * 1024 * 1024; ///< of one file
    std::size_t files_of_person = 6;         ///< twice what one import takes
    std::uint64_t bytes_of_person = 192ULL * 1024 * 1024;
    std::uint64_t bytes_in_all = 1024ULL * 1024 * 1024;
};

/// A file of an import, and what its columns mean: for each heading the column, "" to leave it out.
struct WantedFile {
    std::string upload_id;
    exchange::FileKind kind = exchange::FileKind::Reps;
    std::vector<std::string> columns;
};
struct WantedImport {
    std::vector<WantedFile> files; ///< one of a kind
    bool skip_bad_rows = false;
    bool dry_run = false;
};

/// Safe from any thread. The installation outlives it.
class ImportUploads {
  public:
    static constexpr std::chrono::hours kKeptFor{1};

    explicit ImportUploads(Installation& installation, UploadLimits limits = {});
    ImportUploads(const ImportUploads&) = delete;
    ImportUploads& operator=(const ImportUploads&) = delete;
    ~ImportUploads() { stop(); }

    /// Keeps a file and looks at it. Code::Invalid if it is too large, or no mapping makes it usable;
    /// Code::Unavailable if there is no room.
    [[nodiscard]] Result<Upload> take(const UploadOwner& owner, const NewUpload& brought);
    /// Code::NotFound for one that is somebody else's, or another database's, or gone.
    [[nodiscard]] Result<void> discard(const UploadOwner& owner, const std::string& id);
    /// Imports files in one transaction. What is kept is discarded here; after a dry run or row errors the files
    /// stay. Code::NotFound as for discard, else the codes of app::import_records.
    [[nodiscard]] Result<ImportResult> import_files(const UploadOwner& owner, const WantedImport& wanted);

    /// Throws away whatever is older than kKeptFor.
    void forget_old();
    /// Throws all away and stops imports under way.
    void stop();

  private:
    struct Kept {
        UploadOwner owner;
        Upload upload;
        std::shared_ptr<const exchange::NamelessFile>
            file; ///< shared: an import reads on when it runs out meanwhile
    };
    [[nodiscard]] Result<void> make_room(const UploadOwner& owner, std::uint64_t bytes);
    [[nodiscard]] Result<Kept> find(const UploadOwner& owner, const std::string& id);

    Installation& installation_;
    const UploadLimits limits_;
    const std::string folder_;
    CancelToken stopping_;
    std::mutex mutex_;
    std::map<std::string, Kept> kept_; ///< by id, which ascends with time; guarded by mutex_
};

} // namespace muster::app
