#pragma once

// A small file system of a test's own, which can be filled to the last byte. Only this process and those that it
// starts later see what is on it.

#include <cstdint>
#include <filesystem>
#include <string>

namespace muster::test {

class SmallDisk {
  public:
    /// Whether this user may make any; if not, why. Before the process has a second thread.
    [[nodiscard]] static bool is_possible(std::string& why_not);

    explicit SmallDisk(std::int64_t bytes);
    ~SmallDisk();
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    /// Puts something else there, so that only so much is free.
    void fill_but(std::int64_t bytes);
    void make_room(); ///< takes it away again

    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  private:
    [[nodiscard]] std::filesystem::path ballast() const { return folder_ / "ballast"; }
    std::filesystem::path folder_;
};

} // namespace muster::test
