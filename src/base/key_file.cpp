#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fmt/format.h>
#include <sodium.h>

#include "base/crypto.hpp"

namespace muster {

namespace {

constexpr mode_t kOthers = 077; // what group and others may do with a key file: nothing

/// An open file that is closed at the end.
class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) {
            ::close(number_);
        }
    }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }
    [[nodiscard]] int number() const { return number_; }

  private:
    int number_;
};

tl::unexpected<Error> cannot(std::string_view what, const std::string& path, int error) {
    const auto code = error == ENOENT                                         ? Code::NotFound
                      : error == EACCES || error == EPERM                     ? Code::NotAllowed
                      : error == ENOSPC || error == EDQUOT || error == EMFILE ? Code::Unavailable
                                                                              : Code::Failed;
    return fail(code, fmt::format("The key file \"{}\" cannot be {}: {}.", path, what, std::strerror(error)));
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR) {
            return false;
        }
        bytes.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    return true;
}

/// Everything of the file up to one byte more than a key has.
Result<std::string> read_start(int descriptor, const std::string& path) {
    std::string bytes(Sealer::kKeyBytes + 1, '\0');
    std::size_t length = 0;
    while (length < bytes.size()) {
        const auto got = ::read(descriptor, bytes.data() + length, bytes.size() - length);
        if (got == 0) {
            break;
        }
        if (got < 0 && errno != EINTR) {
            return cannot("read", path, errno);
        }
        length += got < 0 ? 0 : static_cast<std::size_t>(got);
    }
    bytes.resize(length);
    return bytes;
}

std::filesystem::path folder_of(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    return folder.empty() ? std::filesystem::path(".") : folder;
}

/// Makes the folder's list of names durable.
Result<void> sync_folder(const std::string& path) {
    const Descriptor folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!folder.is_open() || ::fsync(folder.number()) != 0) {
        return cannot("made durable", path, errno);
    }
    return {};
}

/// Writes a new file of mode 0600 that is durable, its name in the folder aside.
Result<void> write_new_file(const std::string& file, const std::string& path, std::string_view bytes) {
    const Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!out.is_open()) {
        return errno == ENOENT ? fail(Code::Invalid,
                                      fmt::format("The key file \"{}\" cannot be made: its folder does not exist. "
                                                  "Make the folder first.",
                                                  path))
                               : cannot("made", path, errno);
    }
    if (!write_all(out.number(), bytes) || ::fsync(out.number()) != 0) {
        const int error = errno;
        ::unlink(file.c_str());
        return cannot("written", path, error);
    }
    return {};
}

} // namespace

Result<std::string> read_key_file(const std::string& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!file.is_open()) {
        return cannot("read", path, errno);
    }
    struct stat facts{};
    if (::fstat(file.number(), &facts) != 0) {
        return cannot("read", path, errno);
    }
    if (!S_ISREG(facts.st_mode)) {
        return fail(Code::Invalid, fmt::format("The key file \"{}\" is no ordinary file.", path));
    }
    if ((facts.st_mode & kOthers) != 0) {
        return fail(Code::Invalid,
                    fmt::format("The key file \"{0}\" is open to other users of this machine (mode {1:04o}). Run "
                                "`chmod 600 {0}`, and think of the key as known to them.",
                                path, facts.st_mode & 07777));
    }
    TRY_ASSIGN(auto key, read_start(file.number(), path));
    if (key.size() != Sealer::kKeyBytes) {
        return fail(Code::Invalid, fmt::format("The file \"{}\" is no key file: a key has {} bytes, and it has {}.",
                                               path, Sealer::kKeyBytes, facts.st_size));
    }
    return key;
}

Result<std::string> create_key_file(const std::string& path) {
    std::string key(Sealer::kKeyBytes, '\0');
    randombytes_buf(key.data(), key.size());
    // Written beside and then linked: the name appears with the whole key behind it or not at all, and never
    // replaces one.
    const std::string draft = fmt::format("{}.{:08x}", path, randombytes_random());
    TRY(write_new_file(draft, path, key));
    const int error = ::link(draft.c_str(), path.c_str()) == 0 ? 0 : errno;
    ::unlink(draft.c_str());
    if (error == EEXIST) {
        return fail(
            Code::Conflict,
            fmt::format("The key file \"{}\" exists already, and a key is never replaced by a new one.", path));
    }
    if (error != 0) {
        return cannot("made", path, error);
    }
    TRY(sync_folder(path));
    return key;
}

Result<void> replace_key_file(const std::string& next, const std::string& path, const std::string& kept) {
    if (::link(path.c_str(), kept.c_str()) != 0 && errno != EEXIST && errno != ENOENT) {
        return cannot("kept", path, errno);
    }
    TRY(sync_folder(path));
    if (std::rename(next.c_str(), path.c_str()) != 0 && errno != ENOENT) {
        return cannot("replaced", path, errno);
    }
    return sync_folder(path);
}

} // namespace muster
