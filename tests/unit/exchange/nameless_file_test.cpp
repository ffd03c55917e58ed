#include "exchange/nameless_file.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <sys/stat.h>

#include <gtest/gtest.h>

#include "unit/exchange/chamber_folder.hpp"

namespace muster::exchange {
namespace {

std::string read(const std::string& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

TEST(NamelessFile, IsReadByItsPathAndHasNoName) {
    const ChamberFolder folder;
    const auto file = NamelessFile::create(folder.path("."), "a,b\n1,2\n").value();
    EXPECT_EQ(folder.names(), std::vector<std::string>{});
    EXPECT_EQ(read(file.path()), "a,b\n1,2\n");
    EXPECT_EQ(read(file.path()), "a,b\n1,2\n"); // from its beginning each time
    EXPECT_EQ(std::filesystem::file_size(file.path()), 8U);
}

TEST(NamelessFile, IsForItsOwnerAndOnTheDiskOfTheFolder) {
    const ChamberFolder folder;
    const auto file = NamelessFile::create(folder.path("."), "x").value();
    struct stat of_file{};
    struct stat of_folder{};
    ASSERT_EQ(::stat(file.path().c_str(), &of_file), 0);
    ASSERT_EQ(::stat(folder.path(".").c_str(), &of_folder), 0);
    EXPECT_EQ(of_file.st_mode & 0777U, 0600U);
    EXPECT_EQ(of_file.st_nlink, 0U);
    EXPECT_EQ(of_file.st_dev, of_folder.st_dev);
}

TEST(NamelessFile, GoesWithItsObject) {
    const ChamberFolder folder;
    std::optional<NamelessFile> file(NamelessFile::create(folder.path("."), "x").value());
    std::optional<NamelessFile> moved(std::move(*file));
    const auto path = moved->path();
    file.reset();
    EXPECT_EQ(read(path), "x");
    moved.reset();
    EXPECT_NE(read(path), "x");
}

TEST(NamelessFile, IsRefusedWhereNothingCanBeWritten) {
    const ChamberFolder folder;
    const auto refused = NamelessFile::create(folder.path("none"), "x");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::Unavailable);
    EXPECT_NE(refused.error().message.find("No such file or directory"), std::string::npos);
}

} // namespace
} // namespace muster::exchange
