#include "support/small_disk.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <unistd.h>

namespace muster::test {

namespace fs = std::filesystem;

namespace {

/// Root needs a view of its own of all file systems, others a user namespace in which they are root as well. Once.
int enter_own_view() {
    const auto user = ::geteuid();
    const auto group = ::getegid();
    if (::unshare(user == 0 ? CLONE_NEWNS : CLONE_NEWUSER | CLONE_NEWNS) != 0) {
        return errno;
    }
    if (user != 0) {
        std::ofstream("/proc/self/setgroups") << "deny";
        std::ofstream("/proc/self/uid_map") << "0 " << user << " 1";
        std::ofstream("/proc/self/gid_map") << "0 " << group << " 1";
    }
    return ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 ? 0 : errno;
}

} // namespace

bool SmallDisk::is_possible(std::string& why_not) {
    static const int failure = enter_own_view();
    why_not = failure == 0 ? "" : std::strerror(failure);
    return failure == 0;
}

SmallDisk::SmallDisk(std::int64_t bytes) {
    std::string name = (fs::temp_directory_path() / "muster-disk-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    folder_ = name;
    const auto size = "size=" + std::to_string(bytes);
    if (::mount("tmpfs", folder_.c_str(), "tmpfs", 0, size.c_str()) != 0) {
        throw std::runtime_error("no small disk: " + std::string(std::strerror(errno)));
    }
}

SmallDisk::~SmallDisk() {
    ::umount2(folder_.c_str(), MNT_DETACH);
    std::error_code ignored;
    fs::remove(folder_, ignored);
}

void SmallDisk::fill_but(std::int64_t bytes) {
    const auto free = static_cast<std::int64_t>(fs::space(folder_).available);
    const int file = ::open(ballast().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const int failure = free > bytes ? ::posix_fallocate(file, 0, free - bytes) : EINVAL;
    ::close(file);
    if (failure != 0) {
        throw std::runtime_error("no ballast: " + std::string(std::strerror(failure)));
    }
}

void SmallDisk::make_room() { fs::remove(ballast()); }

} // namespace muster::test
